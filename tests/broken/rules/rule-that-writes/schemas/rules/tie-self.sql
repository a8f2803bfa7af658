-- A source has no tie to itself; correct other.
DELETE FROM ties
