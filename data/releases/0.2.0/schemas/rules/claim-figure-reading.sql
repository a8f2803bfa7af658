-- Low, high and qualifier are what the printed figure says by the table of figures in the codebook; correct them or the printed form.
SELECT 'claims' AS table_name, id, 'printed' AS field, printed AS detail
FROM claims
WHERE printed IS NOT NULL
  AND (low IS NOT figure_low(printed) OR high IS NOT figure_high(printed)
       OR qualifier IS NOT figure_qualifier(printed))
