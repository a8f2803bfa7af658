-- One row is a hand through which claims of the source came.
SELECT t.hand AS source, s.label, t.claims
FROM portal_source_hands AS t
JOIN sources AS s ON s.id = t.hand
WHERE t.source = :id
ORDER BY t.claims DESC, t.hand
LIMIT :limit
