-- Which values come from elsewhere, not from the article?
-- One row is a value that a reference attests instead of a passage, with the reference and the day on
-- which it was consulted.
-- :table name of a table, such as officials
SELECT r.table_name, e.row, e.field, e.reason, e.reference, e.accessed, e.id AS evidence
FROM evidence AS e
JOIN row_ids AS r ON r.id = e.row
WHERE e.basis = 'elsewhere' AND (:table = '' OR r.table_name = :table)
ORDER BY r.table_name, e.row, e.field, e.id
