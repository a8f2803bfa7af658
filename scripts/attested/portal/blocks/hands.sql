-- One row is a hand through which a claim of the page came, nearest the article first.
SELECT r.claim, r.step, r.source, s.label
FROM relays AS r
JOIN sources AS s ON s.id = r.source
WHERE r.claim IN (SELECT value FROM json_each(:claims))
ORDER BY r.claim, r.step
LIMIT :limit
