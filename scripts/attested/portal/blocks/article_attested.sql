-- One row is a row or cell that a passage of the article attests, in text order.
SELECT e.passage, e.row, e.field, e.basis, e.id AS evidence
FROM passages AS q
JOIN evidence AS e ON e.passage = q.id
WHERE q.article = :id
ORDER BY q.start, q.id, e.row, e.field, e.id
LIMIT :limit
