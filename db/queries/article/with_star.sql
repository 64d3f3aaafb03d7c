SELECT id FROM article WHERE is_starred = 1
