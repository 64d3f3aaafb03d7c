UPDATE article
SET published = ?2, published_precision = ?3, published_source = ?4, published_first = ?5, published_last = ?6
WHERE id = ?1
