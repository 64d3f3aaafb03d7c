SELECT id, title, outlet, agency, published, published_source, words FROM article WHERE family_id = ?1
ORDER BY published_first IS NULL, published_first, published, id
