-- One row is an incident with the articles that report it and the independent roots behind the claims
-- that report it. The minimum takes every doubt against independence: all that came through one hand,
-- one network or one publisher is one root, and an unnamed voice may be any other. The maximum counts
-- each voice that no undisputed tie joins to another. Claims that dispute the incident or comment on
-- it do not corroborate it, nor does who gives nothing when asked, or only calls for something. `in_words` says it in one line.
WITH counted AS (
  SELECT i.id AS incident, i.title,
    count(DISTINCT c.article) AS articles,
    count(k.claim) AS claims,
    min(count(DISTINCT k.publisher_root),
        max(count(DISTINCT CASE WHEN NOT k.gate_unnamed THEN k.gate_root END), count(k.claim) > 0))
      AS roots_min,
    count(DISTINCT k.voice_root) AS roots_max
  FROM incidents AS i
  LEFT JOIN claims AS c ON c.incident = i.id
    AND c.id IN (SELECT claim FROM claim_roots WHERE corroborates)
  LEFT JOIN claim_roots AS k ON k.claim = c.id
  GROUP BY i.id
)
SELECT n.incident, n.title, n.articles, n.claims, n.roots_min, n.roots_max,
  (SELECT count(*) FROM claims AS d WHERE d.incident = n.incident AND +d.bearing = 'disputes') AS disputes,
  (SELECT count(*) FROM claims AS d WHERE d.incident = n.incident AND d.stance = 'denies' AND +d.bearing = 'disputes') AS denials,
  n.articles || CASE n.articles WHEN 1 THEN ' article, ' ELSE ' articles, ' END
    || n.roots_min || CASE WHEN n.roots_max = n.roots_min THEN '' ELSE ' to ' || n.roots_max END
    || CASE n.roots_max WHEN 1 THEN ' root' ELSE ' roots' END AS in_words
FROM counted AS n
