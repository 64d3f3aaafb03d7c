SELECT f.article_id, f.hashes, f.complete, f.words FROM fingerprint f WHERE f.compared = 1 ORDER BY f.article_id
