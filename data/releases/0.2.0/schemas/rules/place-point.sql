-- A point has latitude and longitude and lies in the box of the country that the place belongs to; correct the point or the parent.
WITH RECURSIVE above (start, id) AS (
  SELECT id, id FROM places
  UNION
  SELECT above.start, places.parent FROM above JOIN places ON places.id = above.id
  WHERE places.parent IS NOT NULL
)
SELECT 'places' AS table_name, p.id, 'latitude' AS field
FROM places AS p
LEFT JOIN above ON above.start = p.id AND above.id IN (SELECT id FROM places WHERE west IS NOT NULL)
LEFT JOIN places AS country ON country.id = above.id
WHERE (p.latitude IS NULL) <> (p.longitude IS NULL)
   OR p.latitude IS NOT NULL
      AND (country.id IS NULL OR p.latitude NOT BETWEEN country.south AND country.north
           OR p.longitude NOT BETWEEN country.west AND country.east)
