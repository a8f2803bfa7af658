-- One row: the articles that report the incident and the independent roots behind them.
SELECT in_words, articles, claims, roots_min, roots_max, disputes, denials FROM corroboration
WHERE incident = :id
