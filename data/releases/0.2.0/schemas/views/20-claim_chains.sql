-- One row is a claim with the way it came to the article: its source, the hands it went through
-- (nearest the article first), the voice it begins with and the hand or voice through which it came.
-- What is known only through a body of documents begins with the documents, and what is said in a
-- speech that is known through others begins, as news of that speech, with the first of them. A root
-- is the least id of the sources that count as one: `voice_root` by ties that surely held when the
-- articles came out and that nobody disputes, `gate_root` and `publisher_root` by all that may have
-- held. A claim adds one root at most to what it is about, and none for certain when its voice is
-- unnamed, since that may be any other (`roots_min`, `roots_max`).
SELECT c.id AS claim, c.article, c.incident, c.stance, c.bearing, c.source,
  count(r.id) AS steps,
  group_concat(h.label, ' < ') AS relays,
  k.voice, k.voice_root, v.label AS voice_root_name, k.gate, k.gate_root, k.gate_unnamed,
  k.publisher_root, k.publisher_certain_root, k.corroborates,
  v.kind NOT IN ('unnamed group', 'unnamed person') AS roots_min, 1 AS roots_max
FROM claims AS c
JOIN claim_roots AS k ON k.claim = c.id
JOIN sources AS v ON v.id = k.voice_root
LEFT JOIN (SELECT id, claim, step, source FROM relays ORDER BY claim, step) AS r ON r.claim = c.id
LEFT JOIN sources AS h ON h.id = r.source
GROUP BY c.id
