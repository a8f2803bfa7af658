-- Who says so, and where?
-- One row is a passage that attests a claim about an incident: who makes the claim, through which
-- hands it came, what is doubted, and where in which article the words stand.
-- :incident id of an incident, such as I000001
SELECT r.incident, r.title, r.claim, w.source, w.stance, w.bearing, w.statement, w.said,
  iif(w.hedged, 'yes', 'no') AS hedged, w.relays AS came_through, w.doubt, w.article, w.publisher,
  r.basis, r.passage, r.start, r.tokens, r.fingerprint, r.evidence
FROM incident_record AS r
JOIN who_said_what AS w ON w.claim = r.claim
WHERE r.attested_field IS NULL AND (:incident = '' OR r.incident = :incident)
ORDER BY r.incident, w.said_first IS NULL, w.said_first, r.claim, r.evidence
