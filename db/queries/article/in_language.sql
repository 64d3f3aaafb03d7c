SELECT id FROM article WHERE language = ?1
