-- Every fully coded article after the five founding ones has a capture of its page; add one to captures.
SELECT 'articles' AS table_name, id, NULL AS field
FROM articles
WHERE coding = 'full' AND id > 'A000005' AND id NOT IN (SELECT article FROM captures)
