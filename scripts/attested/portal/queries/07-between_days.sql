-- What is reported for the time between two days?
-- One row is an incident whose date allows a day between the two. A month or a year allows each of
-- its days; undated incidents appear only when no day is given.
-- :first_day first day, such as 2022-05-01
-- :last_day last day, such as 2022-05-31
SELECT t.incident, t.title, t.kind, t.form, t.realisation, t.date, t.date_first, t.date_last,
  t.date_precision, t.date_basis
FROM timeline AS t
WHERE (t.date IS NOT NULL OR (:first_day = '' AND :last_day = ''))
  AND (:first_day = '' OR coalesce(t.date_last, '9999-12-31') >= :first_day)
  AND (:last_day = '' OR coalesce(t.date_first, '0001-01-01') <= :last_day)
ORDER BY t.chrono, t.incident
