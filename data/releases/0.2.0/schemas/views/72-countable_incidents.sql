-- One row is an incident with the answer to whether it may be counted as one act, and why not. A set of
-- acts has no number, an order is not an act, and an episode holds acts that are counted themselves.
-- `same_as` is equal for incidents that may be one: count it to get the smallest number, and the rows
-- to get the largest.
WITH RECURSIVE
  pair (a, b) AS (
    SELECT incident, other FROM incident_links WHERE relation = 'possibly same'
    UNION SELECT other, incident FROM incident_links WHERE relation = 'possibly same'
  ),
  reach (incident, other) AS (
    SELECT id, id FROM incidents
    UNION SELECT r.incident, p.b FROM reach AS r JOIN pair AS p ON p.a = r.other
  ),
  counted (id) AS (SELECT id FROM incidents WHERE form = 'event' AND realisation = 'occurred')
SELECT i.id AS incident, i.title, i.kind, i.date, i.date_first, i.date_last,
  c.id IS NOT NULL AS may_be_counted,
  nullif(ltrim(
    CASE WHEN i.form = 'event' THEN '' ELSE '; it is no single event but of the form ' || i.form END
    || CASE WHEN i.realisation = 'occurred' THEN ''
         ELSE '; it is not reported as done (' || i.realisation || ')' END, '; '), '') AS why_not,
  CASE WHEN c.id IS NOT NULL THEN
    (SELECT min(r.other) FROM reach AS r JOIN counted AS o ON o.id = r.other WHERE r.incident = i.id)
  END AS same_as
FROM incidents AS i
LEFT JOIN counted AS c ON c.id = i.id
ORDER BY i.id
