INSERT OR REPLACE INTO relation_search (article_id, version, names) VALUES (?1, ?2, ?3)
