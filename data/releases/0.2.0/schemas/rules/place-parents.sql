-- A country has no parent, every other place has one, and parents form no circle; correct parent.
WITH RECURSIVE above (start, id) AS (
  SELECT id, parent FROM places WHERE parent IS NOT NULL
  UNION
  SELECT above.start, places.parent FROM above JOIN places ON places.id = above.id
  WHERE places.parent IS NOT NULL
)
SELECT 'places' AS table_name, id, 'parent' AS field
FROM places
WHERE (level = 'country') <> (parent IS NULL)
   OR id IN (SELECT start FROM above WHERE start = id)
