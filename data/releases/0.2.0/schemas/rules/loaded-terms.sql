-- The curator's own text uses no loaded term; write what terms.instead proposes.
SELECT table_name, id, field, loaded_terms(text) AS detail
FROM prose_cells
WHERE table_name NOT IN ('terms', 'articles', 'sources')
  AND field NOT IN ('aliases', 'reference', 'printed', 'office_printed')
  AND loaded_terms(text) IS NOT NULL
