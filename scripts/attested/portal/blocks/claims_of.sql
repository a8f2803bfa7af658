-- One row is a claim that the source makes or the article reports, with the facts about it, in order of
-- time; claims without a date come last. At most 200: the table has all.
SELECT w.claim AS id, c.source AS source_id, w.source, w.stance, w.bearing, w.statement, w.said,
  w.attribution, w.hedged, w.quoted, w.access, w.steps, w.relays, w.doubt, w.doubt_note, w.incident,
  w.incident_title, w.article, w.publisher
FROM who_said_what AS w
JOIN claims AS c ON c.id = w.claim
WHERE c.source = :id OR c.article = :id
ORDER BY w.said_first IS NULL, w.said_first, w.claim
LIMIT 200
