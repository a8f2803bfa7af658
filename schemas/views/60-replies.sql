-- One row is a reply with the claim it answers and the days between the two, as a minimum and a
-- maximum where a date is uncertain; empty where one of them has no date.
SELECT r.id AS reply, rs.label AS answered_by, r.stance, r.bearing, r.statement AS reply_statement, r.said AS replied,
  c.id AS claim, cs.label AS claimed_by, c.statement, c.said,
  CAST(julianday(r.said_first) - julianday(c.said_last) AS INTEGER) AS days_min,
  CAST(julianday(r.said_last) - julianday(c.said_first) AS INTEGER) AS days_max,
  c.incident, r.article
FROM claims AS r
JOIN claims AS c ON c.id = r.answers
JOIN sources AS rs ON rs.id = r.source
JOIN sources AS cs ON cs.id = c.source
ORDER BY r.id
