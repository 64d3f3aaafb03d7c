INSERT INTO family (id, kind, shared) VALUES (?1, ?2, ?3)
ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, shared = excluded.shared
