-- ?1 numbers of articles (JSON array)
UPDATE article SET is_read = ?2 WHERE id IN (SELECT value FROM json_each(?1)) AND is_read <> ?2
