-- The example row of a category exists and has that value; name another row in the schema.
SELECT c.table_name, c.example AS id, c.field, c.value AS detail
FROM contract_categories AS c
WHERE c.example IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM category_rows AS r
  WHERE r.id = c.example AND r.table_name = c.table_name AND r.field = c.field AND r.value = c.value)
