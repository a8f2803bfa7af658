-- A claim about an incident says what it is to it, a claim about none does not, and a denial disputes; set bearing.
SELECT 'claims' AS table_name, id, 'bearing' AS field
FROM claims
WHERE (incident IS NULL) <> (bearing IS NULL)
   OR stance = 'denies' AND bearing IN ('reports', 'content')
