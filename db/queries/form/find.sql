SELECT id FROM form WHERE text = ?1
