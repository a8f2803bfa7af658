-- A disagreement names a unit of coder A, of coder B or of both, of its own article and table, and a row that exists; correct it.
SELECT 'disagreements' AS table_name, d.id, NULL AS field
FROM disagreements AS d
LEFT JOIN coded_units AS a ON a.id = d.unit_a
LEFT JOIN coded_units AS b ON b.id = d.unit_b
LEFT JOIN row_ids AS r ON r.id = d."row"
WHERE a.id IS NULL AND b.id IS NULL
   OR a.id IS NOT NULL AND (a.coder <> 'A' OR a.article <> d.article OR a.table_name <> d.table_name)
   OR b.id IS NOT NULL AND (b.coder <> 'B' OR b.article <> d.article OR b.table_name <> d.table_name)
   OR (d.field IS NOT NULL) <> (a.id IS NOT NULL AND b.id IS NOT NULL)
   OR d."row" IS NOT NULL AND r.id IS NULL
