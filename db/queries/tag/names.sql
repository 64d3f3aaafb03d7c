SELECT id, name FROM tag WHERE live = 1
