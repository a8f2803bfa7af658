-- The counterexample of a category exists, has not that value and is explained; name another row or the reason in the schema.
SELECT c.table_name, c.counterexample AS id, c.field, c.value AS detail
FROM contract_categories AS c
LEFT JOIN row_ids AS i ON i.table_name = c.table_name AND i.id = c.counterexample
LEFT JOIN category_rows AS r
  ON r.table_name = c.table_name AND r.field = c.field AND r.value = c.value AND r.id = c.counterexample
WHERE c.counterexample IS NOT NULL AND (i.id IS NULL OR r.id IS NOT NULL OR c.because IS NULL)
