-- What is an official reported to have done?
-- One row is a part in an incident, as reported: by whom, through how many hands, whether the report
-- is hedged, how many claims dispute the incident, and how many a source or hand of the report. No
-- row is a finding.
-- :official id, or part of a name in Latin letters or own script, such as O000002 or Bachelet
SELECT r.official, r.name, r.role, r.office_printed, r.incident, r.title, r.realisation, r.date,
  r.reported_by, r.hands, r.relays AS came_through, iif(r.hedged, 'yes', 'no') AS hedged, r.doubt,
  r.disputes, r.source_disputes, r.article, r.publisher, r.claim, r.involvement
FROM official_record AS r
JOIN officials AS o ON o.id = r.official
WHERE :official = o.id OR o.name || '|' || coalesce(o.name_own_script, '') || '|' || coalesce(o.aliases, '')
  LIKE '%' || :official || '%'
ORDER BY r.name, r.date IS NULL, r.date, r.involvement
