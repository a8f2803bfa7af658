-- One row is a claim in the article, in the order in which the text makes them.
{claim} WHERE c.article = :id
ORDER BY (
  SELECT min(q.start) FROM evidence AS e JOIN passages AS q ON q.id = e.passage
  WHERE e.row = c.id AND q.article = c.article), c.id
LIMIT :limit
