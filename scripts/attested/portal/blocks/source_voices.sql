-- One row is a source whose claims the source passes on.
SELECT t.source, s.label, t.claims
FROM portal_source_hands AS t
JOIN sources AS s ON s.id = t.source
WHERE t.hand = :id
ORDER BY t.claims DESC, t.source
LIMIT :limit
