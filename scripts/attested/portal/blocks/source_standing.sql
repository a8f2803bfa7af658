-- One row: for how much the source is cited and how often it is alone.
SELECT claims, about, articles, carried, incidents, alone, only_root FROM portal_standing
WHERE source = :id
LIMIT :limit
