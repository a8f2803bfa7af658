-- One row is a claim with labels instead of ids and all that bears on its worth: through how many
-- hands it came and whose, how the source can know, how the article ties it to the source, whether it
-- is hedged, printed as direct speech or in doubt and why, who denies its incident, on how many roots
-- that rests, and the evidence. No number here is a score.
SELECT w.claim AS id, w.source, w.source_kind, w.stance, w.bearing, w.statement, w.said, w.said_first,
  w.said_last, w.incident, w.incident_title, b.in_words AS incident_independence, b.disputes AS incident_disputes,
  b.denials AS incident_denials,
  w.access, w.steps AS hands, w.relays, k.voice_root_name AS begins_with, k.roots_min, k.roots_max, w.attribution, w.hedged,
  w.quoted, w.doubt, w.doubt_note, c.printed, c.measure, c.counted, c.low, c.high, c.qualifier, c.unit,
  w.article, w.headline, w.publisher, a.url,
  (SELECT group_concat(id, ' | ') FROM (
    SELECT e.id FROM evidence AS e WHERE e.row = w.claim ORDER BY e.id)) AS evidence
FROM who_said_what AS w
JOIN claims AS c ON c.id = w.claim
JOIN articles AS a ON a.id = w.article
JOIN claim_chains AS k ON k.claim = w.claim
LEFT JOIN corroboration AS b ON b.incident = w.incident
ORDER BY w.claim
