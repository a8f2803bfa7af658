-- Every row and cell of this kind needs evidence; add an evidence row for it, or empty the cell.
SELECT a.table_name, a.id, a.field
FROM attestable AS a
LEFT JOIN evidence AS e ON e.row = a.id AND e.field IS a.field
WHERE e.id IS NULL
