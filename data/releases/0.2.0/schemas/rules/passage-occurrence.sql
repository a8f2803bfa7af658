-- Passages with the same words stand in the order of their occurrence numbers and do not overlap; correct start or occurrence.
SELECT 'passages' AS table_name, later.id, 'occurrence' AS field
FROM passages AS earlier
JOIN passages AS later
  ON later.article = earlier.article AND later.fingerprint = earlier.fingerprint AND later.id <> earlier.id
WHERE later.occurrence > earlier.occurrence AND later.start < earlier.start + earlier.tokens
   OR later.occurrence = earlier.occurrence AND later.id > earlier.id
   OR later.tokens <> earlier.tokens AND later.id > earlier.id
