-- A doubt and its note come together; write the reasoning, or empty both.
SELECT 'claims' AS table_name, id, 'doubt_note' AS field
FROM claims
WHERE (doubt IS NULL) <> (doubt_note IS NULL)
