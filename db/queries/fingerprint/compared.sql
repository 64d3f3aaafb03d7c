SELECT f.article_id, f.hashes, f.complete, f.words FROM fingerprint f JOIN article a ON a.id = f.article_id
WHERE f.compared = 1 AND a.deleted_by IS NULL ORDER BY f.article_id
