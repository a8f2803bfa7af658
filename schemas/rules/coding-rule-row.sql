-- A row that shows a rule of judgement exists and has the cells that the rule names; mend schemas/coding/rules.json.
SELECT coalesce(i.table_name, 'claims') AS table_name, w.row AS id, w.field, w.rule || ' ' || w.kind AS detail
FROM contract_rule_rows AS w
LEFT JOIN row_ids AS i ON i.id = w.row
WHERE NOT EXISTS (
  SELECT 1 FROM cells AS c
  WHERE c.table_name = i.table_name AND c.id = w.row AND c.field = w.field AND c.value IS w.value)
