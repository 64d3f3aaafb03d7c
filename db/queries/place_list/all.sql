SELECT id, name, added_at, places, sha256 FROM place_list ORDER BY id
