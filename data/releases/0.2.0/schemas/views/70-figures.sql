-- One row is a printed figure with the answer to whether it may be added to others, and why not.
-- Only figures that report an event that occurred, without a doubt, may be added, and only to figures of the
-- same measure that count the same thing; two figures for one incident are two tellings, not two
-- amounts.
SELECT c.id AS claim, c.measure, c.counted, c.printed, c.low, c.high, c.qualifier, c.unit,
  c.incident, i.title, i.form, i.realisation, c.article,
  c.doubt IS NULL AND c.qualifier <> 'unreadable' AND c.bearing IS 'reports' AND i.form IS 'event' AND i.realisation IS 'occurred'
    AS may_be_added,
  nullif(ltrim(
    CASE WHEN i.id IS NULL THEN '; the claim is about no incident' ELSE '' END
    || CASE WHEN c.qualifier = 'unreadable' THEN '; the words give no number' ELSE '' END
    || CASE c.bearing
         WHEN 'content' THEN '; the figure is part of what was said, not of what was done'
         WHEN 'disputes' THEN '; the claim disputes the incident'
         WHEN 'comments' THEN '; the claim comments on the incident' ELSE '' END
    || CASE WHEN i.form <> 'event' THEN '; the incident is no single event but of the form ' || i.form ELSE '' END
    || CASE WHEN i.realisation <> 'occurred' THEN '; the act is not reported as done' ELSE '' END
    || CASE WHEN c.doubt IS NOT NULL THEN '; the figure is in doubt (' || c.doubt || ')' ELSE '' END,
    '; '), '') AS why_not
FROM claims AS c
LEFT JOIN incidents AS i ON i.id = c.incident
WHERE c.printed IS NOT NULL
ORDER BY c.id
