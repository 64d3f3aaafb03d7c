SELECT kind, name, found_name, decided_by FROM entity WHERE id = ?1
