-- A source cannot speak after the article that reports it; correct said.
SELECT 'claims' AS table_name, claims.id, 'said' AS field
FROM claims JOIN articles ON articles.id = claims.article
WHERE claims.said_first > articles.published_last
