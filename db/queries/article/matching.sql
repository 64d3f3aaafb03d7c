SELECT rowid AS id FROM article_search WHERE article_search MATCH ?1
