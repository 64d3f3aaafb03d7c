DELETE FROM saved_search WHERE id = ?1
