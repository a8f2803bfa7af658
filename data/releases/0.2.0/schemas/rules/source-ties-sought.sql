-- A named voice of a coded article has the day on which its ties were looked for; look for them and set ties_sought.
WITH used (source) AS (
  SELECT c.source FROM claims AS c
  UNION SELECT source FROM relays
  UNION SELECT publisher FROM articles
)
SELECT 'sources' AS table_name, s.id, 'ties_sought' AS field, s.label AS detail
FROM sources AS s
JOIN used AS u ON u.source = s.id
WHERE s.ties_sought IS NULL AND s.label NOT LIKE 'Unnamed %'
  AND s.kind NOT IN ('unnamed group', 'unnamed person', 'recording', 'documents')
