-- A country code belongs to a country of the places table; correct it or add the country.
SELECT 'officials' AS table_name, id, 'country' AS field, country AS detail FROM officials
WHERE country NOT IN (SELECT iso_3166_1 FROM places WHERE iso_3166_1 IS NOT NULL)
UNION ALL
SELECT 'sources', id, 'country', country FROM sources
WHERE country NOT IN (SELECT iso_3166_1 FROM places WHERE iso_3166_1 IS NOT NULL)
