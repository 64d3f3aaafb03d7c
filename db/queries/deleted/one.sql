SELECT title, deleted_by FROM article WHERE id = ?1
