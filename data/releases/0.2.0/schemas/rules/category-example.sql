-- The example row of a category exists and has that value; name another row in the schema.
SELECT c.table_name, c.example AS id, c.field, c.value AS detail
FROM contract_categories AS c
LEFT JOIN category_rows AS r
  ON r.table_name = c.table_name AND r.field = c.field AND r.value = c.value AND r.id = c.example
WHERE c.example IS NOT NULL AND r.id IS NULL
