UPDATE fingerprint SET compared = 0 WHERE article_id = ?1
