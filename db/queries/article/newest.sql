-- The highest number given to an article so far: one whose article is gone is not given again.
SELECT max(coalesce((SELECT max(id) FROM article), 0),
           coalesce((SELECT CAST(value AS INTEGER) FROM project WHERE key = 'last_article'), 0))
