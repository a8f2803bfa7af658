-- Acknowledged by the authority concerned: an incident stands when an authority or official that is said to have acted in it is reported to say so.
-- What is known only through documents, a recording or an unnamed voice is no acknowledgement, and a dispute is none.
WITH acting (incident, source) AS (
    SELECT v.incident, coalesce(v.source, s.id)
    FROM involvements AS v
    LEFT JOIN sources AS s ON s.official = v.official
    WHERE v.role IN ('ordered', 'carried out', 'responsible office', 'spoke', 'replied', 'published', 'visits')
  ),
  belongs (part, whole) AS (
    SELECT source, other FROM ties WHERE kind IN ('works for', 'belongs to') AND NOT disputed
    UNION SELECT s.id, p.organisation FROM positions AS p JOIN sources AS s ON s.official = p.official
      WHERE p.organisation IS NOT NULL
  ),
  concerned (incident, source) AS (
    SELECT incident, source FROM acting
    UNION SELECT a.incident, b.part FROM acting AS a JOIN belongs AS b ON b.whole = a.source
    UNION SELECT a.incident, b.whole FROM acting AS a JOIN belongs AS b ON b.part = a.source
  ),
  said (incident, claim) AS (
    SELECT c.incident, min(c.id)
    FROM claims AS c
    JOIN concerned AS n ON n.incident = c.incident AND n.source = c.source
    JOIN sources AS s ON s.id = c.source AND s.kind IN ('authority', 'official', 'international organisation')
    WHERE c.bearing IN ('reports', 'content') AND c.stance IN ('asserts', 'announces', 'calls for')
      AND NOT EXISTS (SELECT 1 FROM relays AS r JOIN sources AS h ON h.id = r.source
        WHERE r.claim = c.id AND h.kind IN ('documents', 'recording', 'unnamed group', 'unnamed person'))
    GROUP BY c.incident
  )
SELECT i.id AS incident, a.claim IS NOT NULL AS stands,
  CASE WHEN a.claim IS NULL THEN 'no authority concerned says so' ELSE 'acknowledged in ' || a.claim END AS because
FROM incidents AS i
LEFT JOIN said AS a ON a.incident = i.id
