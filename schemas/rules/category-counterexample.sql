-- The counterexample of a category exists, has not that value and is explained; name another row or the reason in the schema.
SELECT c.table_name, c.counterexample AS id, c.field, c.value AS detail
FROM contract_categories AS c
WHERE c.counterexample IS NOT NULL
  AND (c.because IS NULL
       OR NOT EXISTS (
         SELECT 1 FROM row_ids AS i WHERE i.id = c.counterexample AND i.table_name = c.table_name)
       OR EXISTS (
         SELECT 1 FROM category_rows AS r
         WHERE r.id = c.counterexample AND r.table_name = c.table_name AND r.field = c.field
           AND r.value = c.value))
