-- A retired id is never given again; give the row the next free id.
SELECT r.table_name, r.id, 'id' AS field
FROM row_ids AS r JOIN retired ON retired.id = r.id
WHERE r.table_name <> 'retired'
