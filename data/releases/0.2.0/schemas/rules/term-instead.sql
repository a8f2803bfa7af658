-- A loaded term says what to write instead, and an allowed one does not; fill in or empty it.
SELECT 'terms' AS table_name, id, 'instead' AS field
FROM terms
WHERE (rule = 'loaded') <> (instead IS NOT NULL)
