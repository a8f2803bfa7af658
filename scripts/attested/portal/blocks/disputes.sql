-- One row is a claim that disputes an incident of the page, in order of time.
{claim} WHERE c.incident IN (SELECT value FROM json_each(:incidents)) AND +c.bearing = 'disputes'
ORDER BY c.incident, c.said_first IS NULL, c.said_first, c.id
LIMIT :limit
