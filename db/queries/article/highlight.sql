SELECT highlight(article_search, 1, char(2), char(3)) FROM article_search WHERE article_search MATCH ?1 AND rowid = ?2
