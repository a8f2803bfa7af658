-- What is reported for a place and its parts?
-- One row is a place of an incident: what the place is to the incident, how the article prints it,
-- and how exactly it is known. Places inside the named one are included.
-- :place id or part of the name of a place, such as G000002 or Beijing
WITH RECURSIVE inside (id) AS (
  SELECT p.id FROM places AS p
  WHERE :place IN ('', p.id)
    OR p.name || '|' || coalesce(p.name_own_script, '') || '|' || coalesce(p.aliases, '')
      LIKE '%' || :place || '%'
  UNION SELECT p.id FROM places AS p JOIN inside AS i ON i.id = p.parent
)
SELECT g.id AS place, g.name, l.role, l.printed, l.reading, l.precision, c.label AS precision_means,
  i.id AS incident, i.title, i.kind, i.realisation, i.date, l.id AS incident_place
FROM incident_places AS l
JOIN incidents AS i ON i.id = l.incident
LEFT JOIN places AS g ON g.id = l.place
LEFT JOIN contract_categories AS c ON c.table_name = 'incident_places' AND c.field = 'precision'
  AND c.value = CAST(l.precision AS TEXT)
WHERE l.place IN (SELECT id FROM inside) OR (:place = '' AND l.place IS NULL)
ORDER BY g.name, i.chrono, l.id
