-- A place online has no place and no precision, any other has a precision, a reading has its reason, and a garbled place with a reading has no place; correct the row.
SELECT 'incident_places' AS table_name, id,
  CASE WHEN (role = 'online') <> (precision IS NULL) THEN 'precision' ELSE 'reading' END AS field
FROM incident_places
WHERE (role = 'online') <> (precision IS NULL)
   OR role = 'online' AND place IS NOT NULL
   OR (reading IS NULL) <> (reason IS NULL)
   OR reading IS NOT NULL AND place IS NOT NULL
   OR role <> 'online' AND reading IS NULL AND place IS NULL
