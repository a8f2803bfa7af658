SELECT c.id, c.source AS source_id, s.label AS source, s.official, c.stance, c.bearing, c.statement,
  c.said, c.said_first, coalesce(c.said_first, '9999') || c.id AS time, c.attribution, c.hedged,
  c.quoted, c.access, c.doubt, c.doubt_note, c.incident, i.title AS incident_title, c.article,
  a.headline, p.label AS publisher, a.published, c.about, b.label AS about_source, c.answers,
  x.statement AS answered_statement, y.label AS answered_by
FROM claims AS c
JOIN sources AS s ON s.id = c.source
JOIN articles AS a ON a.id = c.article
JOIN sources AS p ON p.id = a.publisher
LEFT JOIN incidents AS i ON i.id = c.incident
LEFT JOIN sources AS b ON b.id = c.about
LEFT JOIN claims AS x ON x.id = c.answers
LEFT JOIN sources AS y ON y.id = x.source
