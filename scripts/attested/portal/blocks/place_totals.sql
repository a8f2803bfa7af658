-- One row: how many incidents are reported at the place and at places within it.
SELECT incidents, at_itself, at_parts, mentions FROM portal_place_totals WHERE place = :id LIMIT :limit
