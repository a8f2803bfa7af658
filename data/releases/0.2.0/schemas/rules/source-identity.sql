-- A source of kind official takes its identity from the officials table and every other has a name; fill in exactly one of official and name.
SELECT 'sources' AS table_name, id, 'official' AS field
FROM sources
WHERE (kind = 'official') <> (official IS NOT NULL)
   OR (official IS NULL) = (name IS NULL)
   OR official IS NOT NULL AND coalesce(name_own_script, aliases, country, website, wikidata) IS NOT NULL
