-- One row is a part in an incident that the official is reported to have, in order of time.
{part} WHERE r.official = :id
ORDER BY r.chrono, r.involvement
LIMIT :limit
