SELECT title, outlet, published, published_source FROM article WHERE id = ?1
