SELECT title, outlet, agency, published, published_source FROM article WHERE id = ?1
