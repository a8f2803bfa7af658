-- The row that replaces a retired one exists or is itself retired, in no circle; correct replaced_by.
WITH RECURSIVE chain (start, id) AS (
  SELECT id, replaced_by FROM retired WHERE replaced_by IS NOT NULL
  UNION
  SELECT chain.start, retired.replaced_by FROM chain JOIN retired ON retired.id = chain.id
  WHERE retired.replaced_by IS NOT NULL
)
SELECT 'retired' AS table_name, id, 'replaced_by' AS field
FROM retired
WHERE replaced_by IS NOT NULL AND replaced_by NOT IN (SELECT id FROM row_ids)
   OR id IN (SELECT start FROM chain WHERE start = id)
