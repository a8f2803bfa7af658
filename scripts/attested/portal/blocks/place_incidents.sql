-- One row is a mention of the place or of a place within it as the place of an incident, the incidents
-- in order of time.
SELECT t.incident_place AS id, l.role, l.printed, l.reading, l.reason, l.precision, t.part,
  g.name AS part_name, t.incident, i.title, i.date, i.realisation
FROM portal_place_incidents AS t
JOIN incident_places AS l ON l.id = t.incident_place
JOIN incidents AS i ON i.id = t.incident
JOIN places AS g ON g.id = t.part
WHERE t.place = :id
ORDER BY t.chrono, t.incident_place
LIMIT :limit
