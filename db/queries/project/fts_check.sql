INSERT INTO article_search (article_search, rank) VALUES ('integrity-check', 1)
