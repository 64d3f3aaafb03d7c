SELECT hashes, complete, words FROM fingerprint WHERE article_id = ?1
