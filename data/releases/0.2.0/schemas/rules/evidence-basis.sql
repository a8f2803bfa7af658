-- States needs a passage and no reference, implies a passage and a reason, elsewhere a reference with its access day and no passage; correct the row.
SELECT 'evidence' AS table_name, id, 'basis' AS field
FROM evidence
WHERE basis = 'states' AND (passage IS NULL OR reference IS NOT NULL OR accessed IS NOT NULL)
   OR basis = 'implies' AND (passage IS NULL OR reason IS NULL OR reference IS NOT NULL OR accessed IS NOT NULL)
   OR basis = 'elsewhere' AND (passage IS NOT NULL OR reference IS NULL OR accessed IS NULL)
