-- One row: where the claim begins, what it counts as, and how many claims of its incident share that root.
SELECT k.voice, v.label AS voice_name, k.voice_root, r.label AS root_name,
  v.kind IN ('unnamed group', 'unnamed person') AS unknown, k.steps,
  (SELECT count(*) FROM claim_chains AS o
   WHERE o.incident = k.incident AND o.voice_root = k.voice_root AND o.claim <> k.claim
     AND o.bearing IN ('reports', 'content')) AS others, b.in_words
FROM claim_chains AS k
JOIN sources AS v ON v.id = k.voice
JOIN sources AS r ON r.id = k.voice_root
LEFT JOIN corroboration AS b ON b.incident = k.incident
WHERE k.claim = :id
