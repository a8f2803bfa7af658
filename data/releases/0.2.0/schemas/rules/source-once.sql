-- No two sources share a name; merge them.
SELECT 'sources' AS table_name, max(id) AS id, 'name' AS field
FROM sources WHERE name IS NOT NULL GROUP BY name HAVING count(*) > 1
