-- One row is a claim that the official makes and that disputes nothing, in order of time.
{claim} WHERE c.source IN (SELECT id FROM sources WHERE official = :id)
  AND c.stance <> 'denies' AND c.bearing IS NOT 'disputes'
ORDER BY c.said_first IS NULL, c.said_first, c.id
LIMIT :limit
