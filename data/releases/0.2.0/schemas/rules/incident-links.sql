-- Links of one relation form no circle, and no incident links to itself; remove one of them.
WITH RECURSIVE chain (start, relation, id) AS (
  SELECT incident, relation, other FROM incident_links
  WHERE relation IN ('part of', 'follows', 'responds to')
  UNION
  SELECT chain.start, chain.relation, l.other
  FROM chain JOIN incident_links AS l ON l.incident = chain.id AND l.relation = chain.relation
)
SELECT 'incident_links' AS table_name, l.id, 'other' AS field
FROM incident_links AS l
WHERE l.incident = l.other
   OR EXISTS (SELECT 1 FROM chain WHERE chain.start = l.incident AND chain.relation = l.relation
              AND chain.id = l.incident)
