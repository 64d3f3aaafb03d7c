UPDATE fingerprint SET compared = 1 WHERE article_id = ?1
