-- One row is a claim about the incident, in order of time; claims without a date come last.
{claim} WHERE c.incident = :id
ORDER BY c.said_first IS NULL, c.said_first, c.id
LIMIT :limit
