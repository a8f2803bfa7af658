SELECT 'ties' AS table_name, id, 'other' AS field FROM ties WHERE source = other
