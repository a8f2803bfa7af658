-- One row is an incident in order of time, with the span of days its date allows; undated incidents
-- come last.
SELECT i.chrono, i.id AS incident, i.title, i.kind, i.form, i.realisation, i.date, i.date_first,
  i.date_last,
  CASE WHEN i.date IS NULL THEN 'undated' WHEN i.date_first IS i.date_last THEN 'day' ELSE 'span' END
    AS date_precision,
  (SELECT group_concat(basis) FROM (
    SELECT DISTINCT e.basis FROM evidence AS e WHERE e.row = i.id AND e.field = 'date' ORDER BY e.basis))
    AS date_basis
FROM incidents AS i
ORDER BY i.chrono
