-- No text holds a telephone number, an e-mail address or a street number; take it out.
SELECT table_name, id, field, contact(text) AS detail
FROM prose_cells
WHERE contact(text) IS NOT NULL
  AND NOT (table_name = 'coded_values' AND text NOT GLOB '*[^0-9]*')
