-- One row is a reply that somebody named here sent to the project, with the day it came, the day it
-- was answered and the days between; empty while it is not answered.
SELECT a.id AS article, p.label AS from_whom, a.headline, a.received, a.answered,
  CAST(julianday(a.answered) - julianday(a.received) AS INTEGER) AS days,
  (SELECT count(*) FROM claims AS c WHERE c.article = a.id) AS claims
FROM articles AS a
JOIN sources AS p ON p.id = a.publisher
WHERE a.genre = 'reply'
ORDER BY a.received, a.id
