UPDATE article SET is_read = max(is_read, ?2), is_starred = max(is_starred, ?3) WHERE id = ?1
