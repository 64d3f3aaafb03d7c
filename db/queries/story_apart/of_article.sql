SELECT a, b FROM story_apart WHERE a = ?1 OR b = ?1 ORDER BY a, b
