-- One row is the part of a body, a group or a public person in the incident, as reported.
SELECT v.id, v.role, v.office_printed, v.source, s.label, s.name_own_script, v.claim,
  w.source AS reported_by, w.hedged, w.steps AS hands
FROM involvements AS v
JOIN sources AS s ON s.id = v.source
JOIN who_said_what AS w ON w.claim = v.claim
WHERE v.incident = :id
ORDER BY v.id
