-- An official stands as a source at most once, and no two officials share a name; merge them.
SELECT 'sources' AS table_name, max(id) AS id, 'official' AS field
FROM sources WHERE official IS NOT NULL GROUP BY official HAVING count(*) > 1
UNION ALL
SELECT 'officials', max(id), 'name' FROM officials GROUP BY name HAVING count(*) > 1
