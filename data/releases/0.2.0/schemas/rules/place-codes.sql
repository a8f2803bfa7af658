-- A country alone has an ISO 3166-1 code and a box, a first-order division alone an ISO 3166-2 code, and all codes have a reference; correct the row.
SELECT 'places' AS table_name, id, 'level' AS field
FROM places
WHERE level <> 'country' AND coalesce(iso_3166_1, west, south, east, north) IS NOT NULL
   OR level <> 'first-order' AND iso_3166_2 IS NOT NULL
   OR (west IS NULL) + (south IS NULL) + (east IS NULL) + (north IS NULL) NOT IN (0, 4)
   OR reference IS NULL
      AND coalesce(iso_3166_1, iso_3166_2, gbt_2260, nbs, geonames, wikidata, latitude, west) IS NOT NULL
