-- Who denies or replies, and after how many days?
-- One row is a claim that denies, disputes or answers another, or that disputes a source, with the
-- claim or act it answers and the days between the two, as a minimum and a maximum where a date is
-- uncertain.
-- :incident id of an incident, such as I000002
SELECT w.claim AS reply, w.source AS reply_by, w.stance, w.bearing, w.statement AS reply_statement,
  w.said AS replied, p.answered AS answers, p.answered_source AS claimed_by,
  p.answered_text AS answered_statement, p.answered_date AS claimed, p.days_min, p.days_max, w.incident, w.incident_title, c.about,
  s.label AS about_source, w.article, w.publisher
FROM who_said_what AS w
JOIN claims AS c ON c.id = w.claim
LEFT JOIN sources AS s ON s.id = c.about
LEFT JOIN replies AS p ON p.reply = w.claim
WHERE (p.reply IS NOT NULL OR w.stance = 'denies' OR w.bearing = 'disputes')
  AND (:incident = '' OR w.incident = :incident)
ORDER BY w.incident IS NULL, w.incident, w.said_first IS NULL, w.said_first, w.claim
