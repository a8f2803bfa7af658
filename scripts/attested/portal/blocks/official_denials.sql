-- One row is a claim by which the official denies or disputes something, in order of time.
{claim} WHERE c.source IN (SELECT id FROM sources WHERE official = :id)
  AND (c.stance = 'denies' OR c.bearing IS 'disputes')
ORDER BY c.said_first IS NULL, c.said_first, c.id
LIMIT :limit
