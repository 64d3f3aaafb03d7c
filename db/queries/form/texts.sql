SELECT id, text FROM form
