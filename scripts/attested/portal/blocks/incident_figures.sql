-- One row is a figure that a claim about the incident gives.
SELECT f.claim, f.measure, f.counted, f.printed, f.low, f.high, f.qualifier, f.unit, f.may_be_added,
  f.why_not
FROM figures AS f
WHERE f.incident = :id
ORDER BY f.claim
LIMIT :limit
