INSERT INTO place_list (name, added_at, places, sha256, content) VALUES (?1, ?2, ?3, ?4, ?5)
