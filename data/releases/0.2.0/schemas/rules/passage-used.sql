-- A passage attests something or says why it was set aside; add evidence or a reason.
SELECT 'passages' AS table_name, id, 'set_aside' AS field
FROM passages
WHERE set_aside IS NULL AND id NOT IN (SELECT passage FROM evidence WHERE passage IS NOT NULL)
