-- The highest number given to an entity so far: one that was taken back is not given again.
SELECT max(coalesce((SELECT max(id) FROM entity), 0),
           coalesce((SELECT CAST(value AS INTEGER) FROM project WHERE key = 'last_entity'), 0))
