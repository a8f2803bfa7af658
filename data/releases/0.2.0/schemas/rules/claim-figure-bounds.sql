-- The low number of a figure is not above its high one; swap them.
SELECT 'claims' AS table_name, id, 'low' AS field
FROM claims
WHERE low > high
