-- A source has no tie to itselfé; correct other.
SELECT 1
