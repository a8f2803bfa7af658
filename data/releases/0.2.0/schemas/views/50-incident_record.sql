-- One row is a piece of evidence for a claim about an incident: the incident, the claim, who makes
-- it, and the passage that attests it. Incidents without a claim do not exist.
SELECT i.id AS incident, i.title, i.kind, i.form, i.realisation, i.date, i.date_first, i.date_last,
  w.claim, w.source, w.stance, w.bearing, w.statement, w.hedged, w.doubt, w.article, w.headline,
  e.id AS evidence, e.basis, e.field AS attested_field, e.reason, e.reference, e.accessed,
  p.id AS passage, p.start, p.tokens, p.fingerprint, p.occurrence
FROM incidents AS i
JOIN who_said_what AS w ON w.incident = i.id
JOIN evidence AS e ON e.row = w.claim
LEFT JOIN passages AS p ON p.id = e.passage
ORDER BY i.id, w.claim, e.id
