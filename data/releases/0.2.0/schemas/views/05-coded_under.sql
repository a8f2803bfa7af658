-- One row is a row of the record with the version of the codebook under which it was coded: that of
-- the article it was coded from, or one row per article where several tell of it.
WITH told (incident, article) AS (SELECT DISTINCT incident, article FROM claims WHERE incident IS NOT NULL),
  spoken (source, article) AS (
    SELECT source, article FROM claims
    UNION SELECT r.source, c.article FROM relays AS r JOIN claims AS c ON c.id = r.claim
    UNION SELECT v.source, c.article FROM involvements AS v JOIN claims AS c ON c.id = v.claim
      WHERE v.source IS NOT NULL
  ),
  coded (table_name, id, article) AS (
    SELECT 'claims', id, article FROM claims
    UNION ALL SELECT 'passages', id, article FROM passages
    UNION ALL SELECT 'incidents', incident, article FROM told
    UNION ALL SELECT 'sources', source, article FROM spoken
    UNION ALL SELECT 'relays', r.id, c.article FROM relays AS r JOIN claims AS c ON c.id = r.claim
    UNION ALL SELECT 'incident_places', l.id, t.article
      FROM incident_places AS l JOIN told AS t ON t.incident = l.incident
    UNION ALL SELECT 'incident_links', n.id, t.article
      FROM incident_links AS n JOIN told AS t ON t.incident = n.incident
    UNION ALL SELECT 'involvements', v.id, c.article
      FROM involvements AS v JOIN claims AS c ON c.id = v.claim
    UNION ALL SELECT 'evidence', e.id, p.article
      FROM evidence AS e JOIN passages AS p ON p.id = e.passage
  )
SELECT c.table_name, c.id, a.codebook
FROM coded AS c JOIN articles AS a ON a.id = c.article
WHERE a.codebook IS NOT NULL
