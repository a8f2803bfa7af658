-- One row is a link to another incident; `inward` says that the other one tells it.
SELECT n.id AS id, n.relation, n.other AS incident, i.title, n.claim, 0 AS inward
FROM incident_links AS n
JOIN incidents AS i ON i.id = n.other
WHERE n.incident = :id
UNION ALL
SELECT n.id, n.relation, n.incident, i.title, n.claim, 1
FROM incident_links AS n
JOIN incidents AS i ON i.id = n.incident
WHERE n.other = :id
ORDER BY inward, id
LIMIT :limit
