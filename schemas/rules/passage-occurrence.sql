-- Passages with the same words stand in the order of their occurrence numbers and do not overlap; correct start or occurrence.
WITH recurring AS (
  SELECT article, fingerprint FROM passages GROUP BY article, fingerprint HAVING count(*) > 1
), twins AS (
  SELECT p.* FROM recurring AS r
  JOIN passages AS p ON p.article = r.article AND p.fingerprint = r.fingerprint
)
SELECT 'passages' AS table_name, later.id, 'occurrence' AS field
FROM twins AS earlier
JOIN twins AS later
  ON later.article = earlier.article AND later.fingerprint = earlier.fingerprint AND later.id <> earlier.id
WHERE later.occurrence > earlier.occurrence AND later.start < earlier.start + earlier.tokens
   OR later.occurrence = earlier.occurrence AND later.id > earlier.id
   OR later.tokens <> earlier.tokens AND later.id > earlier.id
