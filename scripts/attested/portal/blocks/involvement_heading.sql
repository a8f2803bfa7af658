-- One row: what the page of a part is called. A role alone would read as a fact.
SELECT coalesce(o.name, s.label, 'taken out') || ', role as reported: '
  || coalesce(v.role, 'taken out') AS heading
FROM involvements AS v
LEFT JOIN officials AS o ON o.id = v.official
LEFT JOIN sources AS s ON s.id = v.source
WHERE v.id = :id
LIMIT :limit
