-- One row is a claim in the two-sided record of an incident, in order of time: which side it takes,
-- who speaks, what it answers and after how many days, and the evidence it rests on. Where nobody says
-- when the source spoke, the article's own date is the latest it can be (`time_is`). A claim that
-- disputes a source on which the incident rests stands here too, with that side.
WITH voice (incident, source) AS (
    SELECT incident, source FROM claims WHERE bearing IN ('reports', 'content') AND incident IS NOT NULL
    UNION
    SELECT c.incident, r.source FROM relays AS r JOIN claims AS c ON c.id = r.claim
    WHERE c.bearing IN ('reports', 'content') AND c.incident IS NOT NULL
  ),
  told (incident, claim, side) AS (
    SELECT incident, id, CASE
      WHEN stance = 'declines' THEN 'was asked and gave nothing'
      WHEN stance = 'denies' AND bearing = 'disputes' THEN 'denies'
      WHEN stance = 'denies' THEN 'denies a denial'
      WHEN bearing = 'disputes' THEN 'disputes'
      WHEN bearing = 'comments' THEN 'comments'
      WHEN bearing = 'content' THEN 'says in it'
      ELSE 'reports' END
    FROM claims WHERE incident IS NOT NULL
    UNION ALL
    SELECT v.incident, c.id, 'disputes a source of it'
    FROM voice AS v JOIN claims AS c ON c.about = v.source
    WHERE c.bearing = 'disputes' AND c.incident IS NOT v.incident
  ),
  answered (reply, answers, days_min, days_max) AS (
    SELECT reply, group_concat(answered, ' | '), min(days_min), max(days_max)
    FROM replies GROUP BY reply
  )
SELECT t.incident, t.side, t.claim, w.source, w.stance, w.statement,
  coalesce(w.said, w.published) AS time,
  CASE WHEN w.said IS NOT NULL THEN 'when the source spoke'
    WHEN w.published IS NOT NULL THEN 'not later than the article' END AS time_is,
  w.said_first, w.said_last, a.answers, a.days_min, a.days_max,
  w.steps AS hands, w.relays, w.access, w.attribution, w.hedged, w.quoted, w.doubt, w.doubt_note,
  w.article, w.publisher,
  (SELECT group_concat(id, ' | ') FROM (
    SELECT e.id FROM evidence AS e WHERE e.row = t.claim ORDER BY e.id)) AS evidence
FROM told AS t
JOIN who_said_what AS w ON w.claim = t.claim
LEFT JOIN answered AS a ON a.reply = t.claim
ORDER BY t.incident, coalesce(w.said_first, '9999'), t.claim
