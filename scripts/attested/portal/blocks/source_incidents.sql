-- One row is an incident about which the source speaks, in order of time.
SELECT t.incident, i.title, i.date, t.claims, b.articles, b.roots_min, b.roots_max, b.disputes
FROM portal_source_incidents AS t
JOIN incidents AS i ON i.id = t.incident
LEFT JOIN portal_corroboration AS b ON b.incident = t.incident
WHERE t.source = :id
ORDER BY t.chrono, t.incident
LIMIT :limit
