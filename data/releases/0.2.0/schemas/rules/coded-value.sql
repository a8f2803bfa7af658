-- A coded value stands in a column of its unit's table and, where that has a list, is on it; correct field or value.
SELECT 'coded_values' AS table_name, v.id, 'value' AS field, v.field || ' ' || v.value AS detail
FROM coded_values AS v
JOIN coded_units AS u ON u.id = v.unit
LEFT JOIN contract_fields AS f ON f.table_name = u.table_name AND f.field = v.field
LEFT JOIN contract_categories AS c
  ON c.table_name = u.table_name AND c.field = v.field AND c.value = v.value
WHERE f.field IS NULL
   OR c.value IS NULL AND EXISTS (
     SELECT 1 FROM contract_categories AS l WHERE l.table_name = u.table_name AND l.field = v.field)
