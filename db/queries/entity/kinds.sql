SELECT id, kind FROM entity
