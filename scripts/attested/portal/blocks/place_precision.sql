-- One row is a level of precision with which the place or a part of it is told.
SELECT precision, mentions FROM portal_place_precision WHERE place = :id ORDER BY precision LIMIT :limit
