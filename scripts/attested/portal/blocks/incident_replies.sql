-- One row is a reply to the incident, or a reply made in it or about it, with the days between.
WITH found (place) AS MATERIALIZED (
  SELECT rowid FROM portal_replies WHERE answered = :id
  UNION SELECT rowid FROM portal_replies WHERE incident = :id
  UNION SELECT rowid FROM portal_replies WHERE answered_incident = :id
)
SELECT r.reply, r.answered_by, r.stance, r.reply_statement, r.replied, r.answers_a, r.answered,
  r.answered_source, r.answered_text, r.days_min, r.days_max
FROM found AS f
CROSS JOIN portal_replies AS r ON r.rowid = f.place
ORDER BY r.reply, r.answered
LIMIT :limit
