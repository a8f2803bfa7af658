-- One row is an office that the official holds or held, in order of time.
SELECT f.id, f.title, f.printed, f.organisation, o.label AS organisation_name, f.since, f.until
FROM positions AS f
LEFT JOIN sources AS o ON o.id = f.organisation
WHERE f.official = :id
ORDER BY f.since_first IS NULL, f.since_first, f.id
LIMIT :limit
