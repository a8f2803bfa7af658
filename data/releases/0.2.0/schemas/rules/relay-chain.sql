-- The steps of a claim's relays count from 1 without a gap, and no relay is the claim's own source; renumber them.
SELECT 'relays' AS table_name, r.id, CASE WHEN r.source = c.source THEN 'source' ELSE 'step' END AS field
FROM relays AS r JOIN claims AS c ON c.id = r.claim
WHERE r.source = c.source
   OR r.step > 1 AND NOT EXISTS (SELECT 1 FROM relays AS b WHERE b.claim = r.claim AND b.step = r.step - 1)
