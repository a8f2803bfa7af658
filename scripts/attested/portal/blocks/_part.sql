SELECT r.involvement AS id, r.official, r.name, o.name_own_script, r.role, r.office_printed,
  r.incident, r.title, r.realisation, r.date, r.claim, r.reported_by, r.hands, r.hedged, r.doubt,
  r.disputes, r.source_disputes, r.article, r.publisher, r.chrono
FROM portal_parts AS r
JOIN officials AS o ON o.id = r.official
