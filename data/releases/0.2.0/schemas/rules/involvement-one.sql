-- An involvement names exactly one of official and source; fill in one and empty the other.
SELECT 'involvements' AS table_name, id, 'official' AS field
FROM involvements
WHERE (official IS NULL) = (source IS NULL)
