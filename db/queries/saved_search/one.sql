SELECT id, name, filter FROM saved_search WHERE id = ?1
