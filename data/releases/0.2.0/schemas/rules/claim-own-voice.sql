-- A claim in the article's own voice has the article's publisher as its source, and no other claim by its publisher is explicit or carried over; set source and attribution together.
SELECT 'claims' AS table_name, claims.id, 'attribution' AS field
FROM claims JOIN articles ON articles.id = claims.article
WHERE (claims.attribution = 'own voice') <> (claims.source = articles.publisher)
