DELETE FROM story_apart WHERE a = ?1 AND b = ?2
