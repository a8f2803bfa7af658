-- One row is a part in an incident that an official is reported to have; ids of all tables differ, so
-- :id may be that of the incident, the claim or the involvement.
WITH found (id) AS MATERIALIZED (
  SELECT involvement FROM portal_parts WHERE incident = :id
  UNION SELECT involvement FROM portal_parts WHERE claim = :id
  UNION SELECT involvement FROM portal_parts WHERE involvement = :id
)
{part} WHERE r.involvement IN (SELECT id FROM found)
ORDER BY r.involvement
LIMIT :limit
