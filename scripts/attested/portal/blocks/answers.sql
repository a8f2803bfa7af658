-- One row is a claim that answers a claim of the page.
{claim} WHERE c.answers IN (SELECT value FROM json_each(:claims))
ORDER BY c.answers, c.id
LIMIT :limit
