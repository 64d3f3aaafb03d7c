SELECT id, name, filter FROM saved_search ORDER BY name COLLATE NOCASE, id
