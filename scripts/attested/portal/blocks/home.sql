-- One row: on how many articles and outlets the record rests.
SELECT count(*) AS articles, count(DISTINCT publisher) AS publishers FROM articles
WHERE coding = 'full'
