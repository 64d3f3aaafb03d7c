UPDATE highlight SET article_id = ?2, start = NULL, end = NULL WHERE id = ?1
