SELECT id, name, color, key, parent_id FROM code WHERE live = 1 ORDER BY name COLLATE NOCASE, id
