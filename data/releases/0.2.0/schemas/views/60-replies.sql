-- One row is a reply with the claim or the act it answers and the days between the two, as a minimum and
-- a maximum where a date is uncertain; empty where one of them has no date.
WITH pairs AS (
  SELECT r.id AS reply, 'claim' AS answers_a, c.id AS answered, s.label AS answered_source,
    c.statement AS answered_text, c.said AS answered_date, c.said_first AS answered_first,
    c.said_last AS answered_last
  FROM claims AS r
  JOIN claims AS c ON c.id = r.answers
  JOIN sources AS s ON s.id = c.source
  UNION ALL
  SELECT r.id, 'incident', i.id, NULL, i.title, i.date, i.date_first, i.date_last
  FROM claims AS r
  JOIN incidents AS i ON i.id = r.answers_incident
)
SELECT p.reply, s.label AS answered_by, s.kind AS answered_by_kind, s.official, r.stance, r.bearing,
  r.statement AS reply_statement, r.said AS replied,
  p.answers_a, p.answered, p.answered_source, p.answered_text, p.answered_date,
  CAST(julianday(r.said_first) - julianday(p.answered_last) AS INTEGER) AS days_min,
  CAST(julianday(r.said_last) - julianday(p.answered_first) AS INTEGER) AS days_max,
  r.incident, r.article
FROM pairs AS p
JOIN claims AS r ON r.id = p.reply
JOIN sources AS s ON s.id = r.source
ORDER BY p.reply, p.answered
