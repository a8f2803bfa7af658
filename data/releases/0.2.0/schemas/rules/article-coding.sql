-- An article coded in full has its token count, text hash, coding day and codebook version, and one that is cited only has none; fill or empty all four.
SELECT 'articles' AS table_name, id, 'coding' AS field
FROM articles
WHERE coding = 'full' AND (text_tokens IS NULL OR text_hash IS NULL OR coded_on IS NULL OR codebook IS NULL)
   OR coding <> 'full' AND coalesce(text_tokens, text_hash, coded_on, codebook) IS NOT NULL
