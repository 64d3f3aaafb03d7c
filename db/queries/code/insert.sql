INSERT INTO code (id, name, color, live) VALUES (?1, ?2, 0, 0)
