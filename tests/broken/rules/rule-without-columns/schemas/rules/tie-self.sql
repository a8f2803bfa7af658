-- A source has no tie to itself; correct other.
SELECT id FROM ties
