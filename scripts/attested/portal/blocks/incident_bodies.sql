-- One row is the part of a body, a group or a public person in the incident, as reported.
SELECT v.id, v.role, v.office_printed, v.source, s.label, s.name_own_script, v.claim,
  w.label AS reported_by, c.hedged,
  (SELECT count(*) FROM relays AS r WHERE r.claim = v.claim) AS hands
FROM involvements AS v
JOIN sources AS s ON s.id = v.source
JOIN claims AS c ON c.id = v.claim
JOIN sources AS w ON w.id = c.source
WHERE v.incident = :id
ORDER BY v.id
LIMIT :limit
