-- One row is a kind of incident in a month with the number of single acts reported for it: `at_least`
-- counts those whose date lies in the month for certain, and incidents that may be one only once;
-- `at_most` counts all whose date may lie in the month. `undated` acts of the kind may belong to any
-- month, and `not_countable` are sets, practices, orders and the like. The numbers count reports that
-- were coded, not what happened.
WITH RECURSIVE
  dated AS (
    SELECT kind, same_as, incident, substr(date_first, 1, 7) AS first_month,
      substr(date_last, 1, 7) AS last_month
    FROM countable_incidents
    WHERE may_be_counted AND date_first IS NOT NULL AND date_last IS NOT NULL
  ),
  spread (kind, same_as, incident, month, first_month, last_month) AS (
    SELECT kind, same_as, incident, first_month, first_month, last_month FROM dated
    UNION ALL
    SELECT kind, same_as, incident, strftime('%Y-%m', month || '-01', '+1 month'), first_month, last_month
    FROM spread WHERE month < last_month
  ),
  apart (kind, undated, not_countable) AS (
    SELECT kind, sum(may_be_counted AND date_first IS NULL), sum(NOT may_be_counted)
    FROM countable_incidents GROUP BY kind
  )
SELECT s.kind, s.month,
  count(DISTINCT CASE WHEN s.first_month = s.last_month THEN s.same_as END) AS at_least,
  count(*) AS at_most, a.undated, a.not_countable
FROM spread AS s
JOIN apart AS a ON a.kind = s.kind
GROUP BY s.kind, s.month
ORDER BY s.kind, s.month
