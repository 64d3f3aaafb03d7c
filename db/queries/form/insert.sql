INSERT INTO form (text) VALUES (?1)
