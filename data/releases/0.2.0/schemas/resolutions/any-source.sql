-- Any source: an incident stands when at least one claim reports it.
SELECT incident, claims > 0 AS stands, claims || iif(claims = 1, ' claim, ', ' claims, ') || in_words AS because
FROM corroboration
