-- A claim, and what belongs to it, is attested by its own article; choose a passage of that article.
SELECT 'evidence' AS table_name, e.id, 'passage' AS field
FROM evidence AS e
JOIN passages AS p ON p.id = e.passage
LEFT JOIN relays AS r ON r.id = e.row
LEFT JOIN involvements AS v ON v.id = e.row
JOIN claims AS c ON c.id = coalesce(r.claim, v.claim, e.row)
WHERE c.article <> p.article
