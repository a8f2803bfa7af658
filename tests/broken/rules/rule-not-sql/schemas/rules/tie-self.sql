-- A source has no tie to itself; correct other.
SELEKT 1
