-- One row is a form in which articles print the place itself, the most frequent first.
SELECT printed, reading, mentions FROM portal_place_printed WHERE place = :id
ORDER BY mentions DESC, printed, reading
LIMIT :limit
