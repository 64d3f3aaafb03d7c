SELECT id, coalesce(-family_id, id) AS story FROM article WHERE deleted_by IS NULL ORDER BY id
