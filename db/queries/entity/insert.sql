INSERT INTO entity (id, kind, name, found_name)
VALUES (1 + max(coalesce((SELECT max(id) FROM entity), 0),
                coalesce((SELECT CAST(value AS INTEGER) FROM project WHERE key = 'last_entity'), 0)), ?1, ?2, ?2)
