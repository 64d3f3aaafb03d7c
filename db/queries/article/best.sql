-- The articles found best first; every word weighs the same in title and text.
SELECT article_search.rowid AS id FROM article_search
WHERE article_search MATCH ?1 ORDER BY rank, article_search.rowid
