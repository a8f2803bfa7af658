-- A category that a row has names an example and a counterexample row; add them to the schema.
SELECT c.table_name,
  (SELECT min(r.id) FROM category_rows AS r
   WHERE r.table_name = c.table_name AND r.field = c.field AND r.value = c.value) AS id,
  c.field, c.value AS detail
FROM contract_categories AS c
WHERE (c.example IS NULL OR c.counterexample IS NULL)
  AND EXISTS (
    SELECT 1 FROM category_rows AS r
    WHERE r.table_name = c.table_name AND r.field = c.field AND r.value = c.value)
  AND (c.example IS NULL
       OR EXISTS (
         SELECT 1 FROM cells AS s
         WHERE s.table_name = c.table_name AND s.field = c.field AND s.value IS NOT c.value))
