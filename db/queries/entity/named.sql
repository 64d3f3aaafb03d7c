SELECT id, kind, name FROM entity
