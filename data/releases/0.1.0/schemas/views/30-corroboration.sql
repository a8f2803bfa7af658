-- One row is an incident with the articles that report it and the independent roots behind the claims
-- that report it. The minimum takes every doubt against independence: all that came through one hand,
-- one network or one publisher is one root, and an unnamed voice may be any other. The maximum counts
-- each voice that no undisputed tie joins to another. Claims that dispute the incident or comment on
-- it do not corroborate it.
SELECT i.id AS incident, i.title,
  count(DISTINCT c.article) AS articles,
  count(c.claim) AS claims,
  min(count(DISTINCT c.publisher_root),
      max(count(DISTINCT CASE WHEN NOT c.gate_unnamed THEN c.gate END), count(c.claim) > 0))
    AS roots_min,
  count(DISTINCT c.voice) AS roots_max,
  (SELECT count(*) FROM claims AS d WHERE d.incident = i.id AND d.bearing = 'disputes') AS disputes,
  (SELECT count(*) FROM claims AS d WHERE d.incident = i.id AND d.stance = 'denies') AS denials
FROM incidents AS i
LEFT JOIN claim_chains AS c ON c.incident = i.id AND c.bearing IN ('reports', 'content')
GROUP BY i.id
