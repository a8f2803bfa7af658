-- One row is a tie of the source, or of the publisher of the article.
WITH own (id) AS MATERIALIZED (
  SELECT id FROM sources WHERE id = :id UNION ALL SELECT publisher FROM articles WHERE id = :id
),
found (id) AS MATERIALIZED (
  SELECT t.id FROM own AS o CROSS JOIN ties AS t ON t.source = o.id
  UNION SELECT t.id FROM own AS o CROSS JOIN ties AS t ON t.other = o.id
)
SELECT t.id, t.source, s.label AS source_name, t.kind, t.other, o.label AS other_name, t.since,
  t.until, t.disputed
FROM found AS f
CROSS JOIN ties AS t ON t.id = f.id
JOIN sources AS s ON s.id = t.source
JOIN sources AS o ON o.id = t.other
ORDER BY t.id
LIMIT :limit
