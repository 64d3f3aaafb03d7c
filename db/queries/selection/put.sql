-- ?1 articles (JSON array)
INSERT INTO temp.selected (article_id) SELECT value FROM json_each(?1)
