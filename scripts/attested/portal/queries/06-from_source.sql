-- What comes from one source, as a speaker or as a relay?
-- One row is a claim that the source makes, or passes on between the first voice and the article.
-- Step 1 of a chain is nearest the article.
-- :source id or part of the name of a source, such as S000008 or police files
WITH
  voice AS (
    SELECT id, label FROM sources
    WHERE :source IN ('', id)
      OR label || '|' || coalesce(name_own_script, '') || '|' || coalesce(aliases, '')
        LIKE '%' || :source || '%'
  ),
  part (source, part, step, claim) AS (
    SELECT source, 'makes the claim', NULL, id FROM claims
    UNION ALL SELECT source, 'passes it on', step, claim FROM relays
  )
SELECT v.id AS source, v.label AS name, p.part, p.step, w.claim, w.source AS said_by, w.stance,
  w.statement, w.said, w.incident, w.incident_title, w.article
FROM part AS p
JOIN voice AS v ON v.id = p.source
JOIN who_said_what AS w ON w.claim = p.claim
ORDER BY v.label, v.id, p.part, p.step, w.claim
