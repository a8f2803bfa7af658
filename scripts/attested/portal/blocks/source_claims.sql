-- One row is a claim that the source makes about an incident of the page, in order of time.
{claim} WHERE c.source = :id AND c.incident IN (SELECT value FROM json_each(:incidents))
ORDER BY c.said_first NULLS LAST, c.id
LIMIT :limit
