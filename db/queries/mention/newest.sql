-- The highest number given to a mention so far: one that was taken back is not given again.
SELECT max(coalesce((SELECT max(id) FROM mention), 0),
           coalesce((SELECT max(id) FROM dismissed_mention), 0),
           coalesce((SELECT max(id) FROM deleted_mention), 0),
           coalesce((SELECT CAST(value AS INTEGER) FROM project WHERE key = 'last_mention'), 0))
