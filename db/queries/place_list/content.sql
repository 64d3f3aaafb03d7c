SELECT content FROM place_list WHERE id = ?1
