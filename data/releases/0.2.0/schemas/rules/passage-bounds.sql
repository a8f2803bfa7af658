-- A passage lies within its article, which is coded in full; correct start or tokens.
SELECT 'passages' AS table_name, p.id, 'start' AS field
FROM passages AS p JOIN articles AS a ON a.id = p.article
WHERE a.text_tokens IS NULL OR p.start + p.tokens > a.text_tokens
