-- One row is a claim that the official makes, in order of time; claims without a date come last.
SELECT w.claim AS id, w.stance, w.bearing, w.statement, w.said, w.hedged, w.quoted, w.incident,
  w.incident_title, w.article, w.publisher, w.attribution, w.access, w.steps, w.relays, w.doubt, w.doubt_note
FROM who_said_what AS w
JOIN claims AS c ON c.id = w.claim
JOIN sources AS s ON s.id = c.source
WHERE s.official = :id
ORDER BY w.said_first IS NULL, w.said_first, w.claim
