-- One row: where the claim begins, what it counts as, and how many claims of its incident share that root.
SELECT k.voice, v.label AS voice_name, k.voice_root, r.label AS root_name,
  v.kind IN ('unnamed group', 'unnamed person') AS unknown,
  (SELECT count(*) FROM claims AS o JOIN claim_roots AS s ON s.claim = o.id
   WHERE o.incident = c.incident AND s.voice_root = k.voice_root AND o.id <> c.id
     AND +o.bearing IN ('reports', 'content')) AS others,
  b.incident, b.articles, b.roots_min, b.roots_max
FROM claim_roots AS k
JOIN claims AS c ON c.id = k.claim
JOIN sources AS v ON v.id = k.voice
JOIN sources AS r ON r.id = k.voice_root
LEFT JOIN portal_corroboration AS b ON b.incident = c.incident
WHERE k.claim = :id
LIMIT :limit
