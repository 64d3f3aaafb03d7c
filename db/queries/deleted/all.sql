SELECT id, file, title, deleted_by FROM article WHERE deleted_by IS NOT NULL ORDER BY id
