-- The claim that reports an involvement is about its incident; correct claim or incident.
SELECT 'involvements' AS table_name, v.id, 'claim' AS field
FROM involvements AS v JOIN claims AS c ON c.id = v.claim
WHERE c.incident IS NOT v.incident
