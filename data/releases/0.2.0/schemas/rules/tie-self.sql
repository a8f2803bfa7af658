-- A source has no tie to itself; correct other.
SELECT 'ties' AS table_name, id, 'other' AS field FROM ties WHERE source = other
