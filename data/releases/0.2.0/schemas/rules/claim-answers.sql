-- The claims that answer each other form no circle; empty one of them.
WITH RECURSIVE chain (start, id) AS (
  SELECT id, answers FROM claims WHERE answers IS NOT NULL
  UNION
  SELECT chain.start, claims.answers FROM chain JOIN claims ON claims.id = chain.id
  WHERE claims.answers IS NOT NULL
)
SELECT DISTINCT 'claims' AS table_name, start AS id, 'answers' AS field FROM chain WHERE start = id
