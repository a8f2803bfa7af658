-- What was coded from an article, in text order, and what was set aside, and why?
-- One row is a passage with a row or cell that it attests, or with the reason why its words were
-- deliberately not coded. Tokens are counted from 0.
-- :article id of an article, such as A000001
-- :reason only what was set aside for this reason, such as heading
SELECT p.article, p.start, p.start + p.tokens - 1 AS last, p.tokens, p.id AS passage, e.row, e.field,
  e.basis, e.reason AS step_of_reasoning, p.set_aside, c.description AS set_aside_means,
  p.fingerprint, e.id AS evidence
FROM passages AS p
LEFT JOIN evidence AS e ON e.passage = p.id
LEFT JOIN contract_categories AS c ON c.table_name = 'passages' AND c.field = 'set_aside'
  AND c.value = p.set_aside
WHERE (:article = '' OR p.article = :article) AND (:reason = '' OR p.set_aside = :reason)
ORDER BY p.article, p.start, p.id, e.id
