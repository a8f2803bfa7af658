-- One passage or reference attests one cell once; keep one of the rows.
SELECT 'evidence' AS table_name, max(id) AS id, 'row' AS field
FROM evidence
GROUP BY "row", coalesce(field, ''), coalesce(passage, ''), coalesce(reference, '')
HAVING count(*) > 1
