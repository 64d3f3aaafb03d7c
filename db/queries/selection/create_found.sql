-- What a query found that the search index alone cannot answer. The row 0 says that it counts.
CREATE TEMP TABLE IF NOT EXISTS found (article_id INTEGER PRIMARY KEY)
