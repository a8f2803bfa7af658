-- Every incident rests on at least one claim; name it as incident of a claim, or retire it.
SELECT 'incidents' AS table_name, id, NULL AS field
FROM incidents
WHERE id NOT IN (SELECT incident FROM claims WHERE incident IS NOT NULL)
