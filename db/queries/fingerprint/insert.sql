INSERT OR REPLACE INTO fingerprint (article_id, hashes, complete, words) VALUES (?1, ?2, ?3, ?4)
