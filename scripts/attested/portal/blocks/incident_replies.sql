-- One row is a reply to the incident, or a reply made in it or about it, with the days between.
SELECT r.reply, r.answered_by, r.stance, r.reply_statement, r.replied, r.answers_a, r.answered,
  r.answered_source, r.answered_text, r.days_min, r.days_max
FROM replies AS r
LEFT JOIN claims AS c ON c.id = r.answered
WHERE r.answered = :id OR r.incident = :id OR c.incident = :id
ORDER BY r.reply, r.answered
