-- One row is a claim of the source that is about no incident, in order of time.
{claim} WHERE c.source = :id AND c.incident IS NULL
ORDER BY c.said_first IS NULL, c.said_first, c.id
LIMIT :limit
