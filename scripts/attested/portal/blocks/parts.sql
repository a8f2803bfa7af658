-- One row is a part in an incident that an official is reported to have; ids of all tables differ, so
-- :id may be that of the official, the incident, the claim or the involvement.
SELECT r.involvement AS id, r.official, r.name, o.name_own_script, r.role, r.office_printed,
  r.incident, r.title, r.realisation, r.date, r.claim, r.reported_by, r.hands, r.relays, r.hedged,
  r.doubt, r.disputes, r.source_disputes, r.article, r.publisher
FROM official_record AS r
JOIN officials AS o ON o.id = r.official
WHERE :id IN (r.official, r.incident, r.claim, r.involvement)
ORDER BY r.involvement
