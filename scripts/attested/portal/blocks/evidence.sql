-- One row is a piece of evidence for a row or a cell, with the place of its passage.
SELECT e.id, e.row, e.field, e.basis, e.reason, e.reference, e.accessed, e.anchor, p.id AS passage,
  p.article, a.headline, p.start, p.start + p.tokens - 1 AS last, p.tokens, p.fingerprint, p.occurrence
FROM evidence AS e
LEFT JOIN passages AS p ON p.id = e.passage
LEFT JOIN articles AS a ON a.id = p.article
WHERE e.row IN (SELECT value FROM json_each(:rows))
ORDER BY e.row, e.field IS NOT NULL, e.field, e.id
LIMIT :limit
