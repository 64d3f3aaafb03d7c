INSERT INTO entity (kind, name, found_name) VALUES (?1, ?2, ?2)
