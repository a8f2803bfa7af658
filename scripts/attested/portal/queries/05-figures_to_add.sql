-- Which figures may be added up, and why may the others not?
-- One row is a figure as printed with the bounds it gives. Only figures of one measure that count
-- the same thing may be added, each incident once; the view figure_sums does that.
-- :measure what is measured, such as people held
SELECT f.measure, f.counted, f.printed, f.low, f.high, f.qualifier, f.unit,
  iif(f.may_be_added, 'yes', 'no') AS may_be_added, f.why_not, f.incident, f.title, f.article, f.claim
FROM figures AS f
WHERE :measure = '' OR f.measure = :measure
ORDER BY f.measure, f.counted, f.claim
