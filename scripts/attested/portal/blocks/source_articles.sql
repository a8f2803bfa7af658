-- One row is an article that cites the source, those with most claims first.
SELECT t.article, a.headline, p.label AS publisher, a.published, t.claims
FROM portal_source_articles AS t
JOIN articles AS a ON a.id = t.article
JOIN sources AS p ON p.id = a.publisher
WHERE t.source = :id
ORDER BY t.claims DESC, t.article
LIMIT :limit
