DELETE FROM family WHERE id = ?1
