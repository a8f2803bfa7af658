-- Which incidents rest on one root?
-- One row is an incident whose reports may all come from one independent root. The maximum counts
-- every voice that no undisputed tie joins to another, the minimum only what is surely independent.
-- :kind kind of incident, such as detention
SELECT b.incident, b.title, i.kind, b.in_words AS independence, b.articles, b.claims, b.roots_min, b.roots_max,
  iif(b.roots_max <= 1, 'surely', 'perhaps') AS one_root, b.disputes, b.denials
FROM corroboration AS b
JOIN incidents AS i ON i.id = b.incident
WHERE b.roots_min <= 1 AND (:kind = '' OR i.kind = :kind)
ORDER BY b.roots_max, b.incident
