-- One row is what may be added up: figures of one measure that count the same thing, each incident
-- taken once with the widest bounds its tellings give. An empty high means that the sum has no upper
-- bound.
WITH incident_figures AS (
  SELECT measure, counted, unit, incident, min(low) AS low,
    CASE WHEN count(high) = count(*) THEN max(high) END AS high, count(*) AS tellings
  FROM figures WHERE may_be_added GROUP BY measure, counted, unit, incident
)
SELECT measure, counted, unit, count(*) AS incidents, sum(tellings) AS figures, sum(low) AS low,
  CASE WHEN count(high) = count(*) THEN sum(high) END AS high
FROM incident_figures
GROUP BY measure, counted, unit
