-- One row is a claim about the incident, or one that disputes a source or a hand on which its
-- reports rest (`of_source`). In order of time; claims without a date come last.
WITH voice (id) AS (
  SELECT source FROM claims WHERE incident = :id AND bearing IN ('reports', 'content')
  UNION
  SELECT r.source FROM relays AS r JOIN claims AS c ON c.id = r.claim
  WHERE c.incident = :id AND c.bearing IN ('reports', 'content')
)
SELECT w.claim AS id, w.incident IS NOT :id AS of_source, c.source AS source_id, w.source, w.stance,
  w.bearing, w.statement, w.said, w.attribution, w.hedged, w.quoted, w.access, w.doubt,
  w.doubt_note, w.incident, w.incident_title, w.article, w.headline, w.publisher, c.about,
  b.label AS about_source, c.answers, x.statement AS answered_statement, y.label AS answered_by
FROM who_said_what AS w
JOIN claims AS c ON c.id = w.claim
LEFT JOIN sources AS b ON b.id = c.about
LEFT JOIN claims AS x ON x.id = c.answers
LEFT JOIN sources AS y ON y.id = x.source
WHERE w.incident = :id OR (w.bearing = 'disputes' AND c.about IN (SELECT id FROM voice))
ORDER BY w.said_first IS NULL, w.said_first, w.claim
