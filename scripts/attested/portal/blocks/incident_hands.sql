-- One row is a hand through which a claim came that the page shows, nearest the article first.
SELECT r.claim, r.step, r.source, s.label
FROM relays AS r
JOIN claims AS c ON c.id = r.claim
JOIN sources AS s ON s.id = r.source
WHERE c.incident = :id OR c.about IS NOT NULL
ORDER BY r.claim, r.step
