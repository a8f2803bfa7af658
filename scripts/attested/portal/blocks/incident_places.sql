-- One row is a place of the incident.
SELECT l.id, l.role, l.printed, l.reading, l.reason, l.precision, l.place, g.name, g.name_own_script
FROM incident_places AS l
LEFT JOIN places AS g ON g.id = l.place
WHERE l.incident = :id
ORDER BY l.id
LIMIT :limit
