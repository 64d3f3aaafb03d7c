SELECT a.id, a.title, a.outlet, a.published, a.published_source,
       snippet(article_search, 1, char(2), char(3), '…', 24) AS snippet
FROM article_search JOIN article a ON a.id = article_search.rowid
WHERE article_search MATCH ?1 AND a.id IN (SELECT article_id FROM temp.selected)
ORDER BY rank, a.id
