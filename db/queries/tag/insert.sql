INSERT INTO tag (id, name, live) VALUES (?1, ?2, 0)
