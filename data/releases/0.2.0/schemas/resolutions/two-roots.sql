-- Two independent roots: an incident stands when even the smallest count leaves two roots that report it.
SELECT incident, roots_min >= 2 AS stands, in_words AS because
FROM corroboration
