-- A reply has the day on which it came, no other article has one, and no answer comes before it; correct received and answered.
SELECT 'articles' AS table_name, id, 'received' AS field
FROM articles
WHERE (genre = 'reply') <> (received IS NOT NULL)
   OR answered IS NOT NULL AND (received IS NULL OR answered < received)
