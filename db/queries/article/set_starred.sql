UPDATE article SET is_starred = ?2 WHERE id = ?1
