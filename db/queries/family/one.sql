SELECT kind, shared FROM family WHERE id = ?1
