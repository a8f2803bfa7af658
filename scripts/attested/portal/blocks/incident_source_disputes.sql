-- One row is a claim of elsewhere that disputes a source or a hand on which the incident's reports
-- rest, in order of time.
WITH telling (id, source) AS MATERIALIZED (
  SELECT id, source FROM claims WHERE incident = :id AND +bearing IN ('reports', 'content')
),
voice (id) AS MATERIALIZED (
  SELECT source FROM telling
  UNION SELECT r.source FROM telling AS t CROSS JOIN relays AS r ON r.claim = t.id
)
{claim} WHERE c.bearing = 'disputes' AND c.about IN (SELECT id FROM voice) AND c.incident IS NOT :id
ORDER BY c.said_first IS NULL, c.said_first, c.id
LIMIT :limit
