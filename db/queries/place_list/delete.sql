DELETE FROM place_list WHERE name = ?1
