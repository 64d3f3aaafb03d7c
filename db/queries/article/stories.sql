SELECT id, coalesce(-family_id, id) AS story FROM article ORDER BY id
