-- One row is an incident with labels instead of ids, so that nobody needs a join to begin. Lists are
-- separated by a vertical bar.
SELECT i.id, i.title, i.summary, i.kind, i.form, i.realisation, i.date,
  i.date_first AS first_day, i.date_last AS last_day, i.actor_group, i.target_group,
  (SELECT group_concat(text, ' | ') FROM (SELECT l.role || ' ' || coalesce(g.name, l.printed || ' (not placed)') AS text FROM incident_places AS l
     LEFT JOIN places AS g ON g.id = l.place WHERE l.incident = i.id ORDER BY l.id)) AS places,
  (SELECT l.precision FROM incident_places AS l LEFT JOIN places AS g ON g.id = l.place
     WHERE l.incident = i.id AND l.role = 'at' ORDER BY g.latitude IS NULL, l.precision, l.id LIMIT 1) AS precision,
  (SELECT g.latitude FROM incident_places AS l LEFT JOIN places AS g ON g.id = l.place
     WHERE l.incident = i.id AND l.role = 'at' ORDER BY g.latitude IS NULL, l.precision, l.id LIMIT 1) AS latitude,
  (SELECT g.longitude FROM incident_places AS l LEFT JOIN places AS g ON g.id = l.place
     WHERE l.incident = i.id AND l.role = 'at' ORDER BY g.latitude IS NULL, l.precision, l.id LIMIT 1) AS longitude,
  (SELECT group_concat(text, ' | ') FROM (SELECT f.printed || ' ' || f.unit || ', ' || f.counted
     || ' [' || coalesce(f.low, '') || '..' || coalesce(f.high, '') || ']'
     || CASE WHEN f.may_be_added THEN '' ELSE ' (not to be added: ' || f.why_not || ')' END AS text
     FROM figures AS f WHERE f.incident = i.id ORDER BY f.claim)) AS figures,
  b.articles, b.claims, b.roots_min, b.roots_max, b.in_words AS independence, b.disputes, b.denials, b.disputes > 0 AS contested,
  (SELECT group_concat(text, ' | ') FROM (SELECT o.name || ' (' || o.role || ', as reported by ' || o.reported_by
     || CASE WHEN o.hedged THEN ', hedged' ELSE '' END
     || CASE WHEN o.disputes THEN ', disputed' ELSE '' END
     || CASE WHEN o.source_disputes THEN ', source disputed' ELSE '' END || ')' AS text
     FROM official_record AS o WHERE o.incident = i.id ORDER BY o.involvement)) AS officials,
  (SELECT group_concat(source, ' | ') FROM (SELECT DISTINCT w.source FROM who_said_what AS w WHERE w.incident = i.id ORDER BY w.claim))
    AS sources,
  (SELECT group_concat(text, ' | ') FROM (SELECT w.claim || ' ' || w.source || ' ' || w.stance
     || ' (' || w.bearing || '; access ' || w.access || '; hands ' || w.steps || '; ' || w.attribution
     || CASE WHEN w.hedged THEN '; hedged' ELSE '; not hedged' END
     || CASE WHEN w.quoted THEN '; direct speech' ELSE '; no direct speech' END
     || CASE WHEN w.doubt IS NULL THEN '' ELSE '; in doubt, ' || w.doubt || ': ' || w.doubt_note END
     || ')' AS text
     FROM who_said_what AS w WHERE w.incident = i.id ORDER BY w.claim)) AS claim_facts,
  (SELECT group_concat(url, ' | ') FROM (SELECT DISTINCT a.url FROM claims AS c JOIN articles AS a ON a.id = c.article WHERE c.incident = i.id ORDER BY a.id))
    AS addresses
FROM incidents AS i
JOIN corroboration AS b ON b.incident = i.id
ORDER BY i.id
