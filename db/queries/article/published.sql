SELECT title, published, published_source FROM article WHERE id = ?1 AND deleted_by IS NULL
