-- A figure has its printed form, measure, counted, qualifier, unit and a number (unless it is unreadable), or none of them; fill or empty all.
SELECT 'claims' AS table_name, id, 'printed' AS field
FROM claims
WHERE (printed IS NULL) + (measure IS NULL) + (counted IS NULL) + (qualifier IS NULL)
    + (unit IS NULL) + (low IS NULL AND high IS NULL AND qualifier IS NOT 'unreadable') NOT IN (0, 6)
