-- One row is a place in which the place lies, the widest first.
WITH RECURSIVE up (id, depth) AS (
  SELECT parent, 1 FROM places WHERE id = :id AND parent IS NOT NULL
  UNION ALL
  SELECT p.parent, u.depth + 1 FROM up AS u JOIN places AS p ON p.id = u.id
  WHERE p.parent IS NOT NULL AND u.depth < 20
)
SELECT g.id AS place, g.name, g.name_own_script, g.level FROM up AS u JOIN places AS g ON g.id = u.id
ORDER BY u.depth DESC
LIMIT :limit
