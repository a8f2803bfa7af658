-- One row is a reply to the incident, or a reply made in it or about it, with the days between.
SELECT r.reply, r.answered_by, r.stance, r.reply_statement, r.replied, r.answers_a, r.answered,
  r.answered_source, r.answered_text, r.days_min, r.days_max
FROM portal_replies AS r
WHERE r.answered = :id OR r.incident = :id OR r.answered_incident = :id
ORDER BY r.reply, r.answered
LIMIT :limit
