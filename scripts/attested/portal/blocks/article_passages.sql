-- One row is a passage of the article, in text order.
SELECT q.id AS passage, q.start, q.start + q.tokens - 1 AS last, q.tokens, q.occurrence, q.set_aside,
  EXISTS (SELECT 1 FROM evidence AS e WHERE e.passage = q.id) AS attests
FROM passages AS q
WHERE q.article = :id
ORDER BY q.start, q.id
LIMIT :limit
