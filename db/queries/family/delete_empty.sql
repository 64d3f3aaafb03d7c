DELETE FROM family WHERE NOT EXISTS (SELECT 1 FROM article a WHERE a.family_id = family.id)
