SELECT value FROM project WHERE key = ?1
