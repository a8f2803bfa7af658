-- One row is a claim of the source that is about no incident, in order of time.
{claim} WHERE c.source = :id AND c.incident IS NULL
ORDER BY c.said_first NULLS LAST, c.id
LIMIT :limit
