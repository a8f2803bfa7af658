-- Evidence points at a row that exists and, when it names a field, at a field of that row's table that is not empty; correct row or field.
SELECT 'evidence' AS table_name, e.id, CASE WHEN r.id IS NULL THEN 'row' ELSE 'field' END AS field
FROM evidence AS e
LEFT JOIN row_ids AS r ON r.id = e.row
LEFT JOIN contract_fields AS f ON f.table_name = r.table_name AND f.field = e.field AND f.type <> 'derived'
LEFT JOIN attestable AS a ON a.id = e.row AND a.field = e.field
WHERE r.id IS NULL
   OR e.field IS NOT NULL AND f.field IS NULL
   OR f.evidence IS NOT NULL AND a.id IS NULL
