-- An article is coded after it was published; correct one of the two dates.
SELECT 'articles' AS table_name, id, 'coded_on' AS field
FROM articles
WHERE coded_on < published_first
