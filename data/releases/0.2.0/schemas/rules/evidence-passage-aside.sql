-- A passage that is set aside attests nothing; empty set_aside or take another passage.
SELECT 'evidence' AS table_name, e.id, 'passage' AS field
FROM evidence AS e JOIN passages AS p ON p.id = e.passage
WHERE p.set_aside IS NOT NULL
