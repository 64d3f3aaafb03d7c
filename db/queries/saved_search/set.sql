INSERT INTO saved_search (id, name, filter) VALUES (?1, ?2, ?3)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, filter = excluded.filter
