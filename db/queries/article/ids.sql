SELECT id FROM article WHERE deleted_by IS NULL
