-- What occurred did so before an article could report it; correct date or realisation.
SELECT DISTINCT 'incidents' AS table_name, i.id, 'date' AS field
FROM incidents AS i
JOIN claims AS c ON c.incident = i.id
JOIN articles AS a ON a.id = c.article
WHERE i.realisation = 'occurred' AND i.date_first > a.published_last
