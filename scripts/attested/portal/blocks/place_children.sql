-- One row is a place directly within the place.
SELECT g.id AS place, g.name, g.name_own_script, g.level, coalesce(t.incidents, 0) AS incidents
FROM places AS g
LEFT JOIN portal_place_totals AS t ON t.place = g.id
WHERE g.parent = :id
ORDER BY g.name, g.id
LIMIT :limit
