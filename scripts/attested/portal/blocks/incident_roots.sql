-- One row: the articles that report the incident and the independent roots behind them.
SELECT articles, claims, roots_min, roots_max, disputes, denials FROM portal_corroboration
WHERE incident = :id
LIMIT :limit
