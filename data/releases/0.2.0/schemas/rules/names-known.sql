-- A name in a text is that of an official, source or place of this record, or a reviewed term; add it there if it may be named, else remove it.
SELECT table_name, id, field, unknown_names(text) AS detail
FROM prose_cells
WHERE unknown_names(text) IS NOT NULL
  AND NOT (field = 'reference' AND text LIKE 'http%')
  AND NOT (table_name = 'terms' AND id IN (SELECT id FROM terms WHERE rule = 'loaded'))
