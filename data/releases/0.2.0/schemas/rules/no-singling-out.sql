-- No text gives a person's age, and no description of an unnamed voice a workplace or an address; write less.
SELECT table_name, id, field, singling_out(text, 0) AS detail
FROM prose_cells
WHERE singling_out(text, 0) IS NOT NULL
UNION ALL
SELECT 'sources', id, 'name', singling_out(name, 1)
FROM sources
WHERE kind = 'unnamed person' AND singling_out(name, 1) IS NOT NULL
