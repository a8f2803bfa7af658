-- One row is a claim with the way it came to the article: its source, the hands it went through
-- (nearest the article first), the voice it begins with and the voice through which it came. What is
-- known only through a body of documents begins with the documents, and what is said in a speech that
-- is known through others begins, as news of that speech, with the first of them.
SELECT c.id AS claim, c.article, c.incident, c.stance, c.bearing, c.source,
  count(r.id) AS steps,
  group_concat(h.label, ' < ') AS relays,
  CASE WHEN c.bearing = 'content' OR fs.kind = 'documents' THEN coalesce(d.root, v.root)
    ELSE v.root END AS voice,
  coalesce(g.possible_root, p.possible_root) AS gate,
  coalesce(g.unnamed, p.unnamed) AS gate_unnamed,
  o.possible_root AS publisher_root
FROM claims AS c
JOIN articles AS a ON a.id = c.article
JOIN source_roots AS v ON v.source = c.source
JOIN source_roots AS p ON p.source = c.source
JOIN source_roots AS o ON o.source = a.publisher
LEFT JOIN (SELECT id, claim, step, source FROM relays ORDER BY claim, step) AS r ON r.claim = c.id
LEFT JOIN sources AS h ON h.id = r.source
LEFT JOIN relays AS n ON n.claim = c.id AND n.step = 1
LEFT JOIN source_roots AS g ON g.source = n.source
LEFT JOIN relays AS f ON f.claim = c.id
  AND f.step = (SELECT max(step) FROM relays AS m WHERE m.claim = c.id)
LEFT JOIN sources AS fs ON fs.id = f.source
LEFT JOIN source_roots AS d ON d.source = f.source
GROUP BY c.id
