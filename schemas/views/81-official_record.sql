-- One row is a part that an official is reported to have in an incident, with the role and office as
-- reported, who reports it, through how many hands, whether it is hedged, and how many claims
-- dispute the incident, and how many dispute the source or a hand it came through. No row is a finding.
SELECT v.id AS involvement, o.id AS official, o.name, v.role, v.office_printed, i.id AS incident, i.title,
  i.realisation, i.date, w.claim,
  CASE WHEN s.official = o.id THEN w.publisher ELSE w.source END AS reported_by, w.steps AS hands, w.relays, w.hedged, w.doubt,
  w.article, w.publisher, b.disputes,
  (SELECT count(DISTINCT d.id) FROM claims AS h
     LEFT JOIN relays AS r ON r.claim = h.id
     JOIN claims AS d ON d.bearing = 'disputes' AND d.about IN (h.source, r.source)
   WHERE h.id = c.id) AS source_disputes
FROM involvements AS v
JOIN officials AS o ON o.id = v.official
JOIN incidents AS i ON i.id = v.incident
JOIN claims AS c ON c.id = v.claim
JOIN sources AS s ON s.id = c.source
JOIN who_said_what AS w ON w.claim = v.claim
JOIN corroboration AS b ON b.incident = i.id
ORDER BY v.id
