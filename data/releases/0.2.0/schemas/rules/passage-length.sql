-- A passage of fewer than four tokens is set aside or attests nothing but a name or a place; widen it.
SELECT DISTINCT 'passages' AS table_name, p.id, 'tokens' AS field
FROM passages AS p
JOIN evidence AS e ON e.passage = p.id
LEFT JOIN row_ids AS r ON r.id = e.row
LEFT JOIN contract_fields AS f ON f.table_name = r.table_name AND f.field = e.field
WHERE p.tokens < 4 AND coalesce(f.holds, '') NOT IN ('name', 'place')
