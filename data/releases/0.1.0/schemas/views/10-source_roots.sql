-- One row is a source with the voice it counts as: `root` joins sources by undisputed ties of staff,
-- organs, owners, networks and syndication and by offices held, `possible_root` joins them by disputed
-- ties and by retelling as well. Citing alone joins nobody. An unnamed voice is an unknown root.
WITH RECURSIVE
  edge (a, b, uncertain) AS (
    SELECT source, other, disputed OR kind = 'retells' FROM ties WHERE kind <> 'cites'
    UNION SELECT other, source, disputed OR kind = 'retells' FROM ties WHERE kind <> 'cites'
    UNION SELECT s.id, p.organisation, 0
      FROM positions AS p JOIN sources AS s ON s.official = p.official
      WHERE p.organisation IS NOT NULL
    UNION SELECT p.organisation, s.id, 0
      FROM positions AS p JOIN sources AS s ON s.official = p.official
      WHERE p.organisation IS NOT NULL
  ),
  certain (source, member) AS (
    SELECT id, id FROM sources
    UNION SELECT c.source, e.b FROM certain AS c JOIN edge AS e ON e.a = c.member WHERE NOT e.uncertain
  ),
  possible (source, member) AS (
    SELECT id, id FROM sources
    UNION SELECT p.source, e.b FROM possible AS p JOIN edge AS e ON e.a = p.member
  ),
  certain_root (source, root) AS (SELECT source, min(member) FROM certain GROUP BY source),
  possible_root (source, root) AS (SELECT source, min(member) FROM possible GROUP BY source)
SELECT s.id AS source, s.label AS name, c.root AS root, p.root AS possible_root,
  s.kind IN ('unnamed group', 'unnamed person') AS unnamed
FROM sources AS s
JOIN certain_root AS c ON c.source = s.id
JOIN possible_root AS p ON p.source = s.id
