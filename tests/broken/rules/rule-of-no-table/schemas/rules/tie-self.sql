-- A source has no tie to itself; correct other.
SELECT 'bonds' AS table_name, id, 'other' AS field FROM ties
