INSERT OR IGNORE INTO temp.found (article_id) SELECT value FROM json_each(?1)
