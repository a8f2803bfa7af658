-- Until is not before since; swap or correct them.
SELECT 'positions' AS table_name, id, 'until' AS field FROM positions WHERE until_last < since_first
UNION ALL
SELECT 'ties', id, 'until' FROM ties WHERE until_last < since_first
