-- One row is a claim in plain words: who says what about which incident, in which article, how the
-- article ties it to the speaker, through which hands it came, and what the curator doubts.
SELECT c.id AS claim, s.label AS source, s.kind AS source_kind, c.stance, c.bearing, c.statement,
  c.said, c.said_first, c.said_last, i.id AS incident, i.title AS incident_title,
  c.attribution, c.hedged, c.quoted, c.access, k.steps, k.relays,
  c.doubt, c.doubt_note, a.id AS article, a.headline, p.label AS publisher, a.published
FROM claims AS c
JOIN sources AS s ON s.id = c.source
JOIN articles AS a ON a.id = c.article
JOIN sources AS p ON p.id = a.publisher
JOIN claim_chains AS k ON k.claim = c.id
LEFT JOIN incidents AS i ON i.id = c.incident
ORDER BY c.id
