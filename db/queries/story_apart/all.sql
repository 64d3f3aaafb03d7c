SELECT a, b FROM story_apart ORDER BY a, b
