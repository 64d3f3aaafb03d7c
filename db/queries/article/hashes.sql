SELECT id, text_sha256 FROM article WHERE deleted_by IS NULL ORDER BY id
