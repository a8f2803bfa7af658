-- One row is an incident with the publishers that report it and whether they are one network: an
-- incident that rests on one network has one witness to what its sources said, however many articles
-- tell it.
SELECT i.id AS incident, i.title, b.in_words AS independence,
  count(DISTINCT c.article) AS articles,
  count(DISTINCT a.publisher) AS publishers,
  count(DISTINCT r.publisher_certain_root) AS networks_max,
  count(DISTINCT r.publisher_root) AS networks_min,
  count(DISTINCT r.publisher_root) = 1 AS may_rest_on_one_network,
  (SELECT group_concat(name, ' | ') FROM (
     SELECT DISTINCT p.label AS name FROM claims AS k JOIN articles AS b ON b.id = k.article
     JOIN sources AS p ON p.id = b.publisher WHERE k.incident = i.id ORDER BY p.id)) AS publisher_names
FROM incidents AS i
JOIN claims AS c ON c.incident = i.id
JOIN articles AS a ON a.id = c.article
JOIN claim_roots AS r ON r.claim = c.id AND r.corroborates
JOIN corroboration AS b ON b.incident = i.id
GROUP BY i.id
ORDER BY i.id
