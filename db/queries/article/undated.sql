SELECT id FROM article WHERE published IS NULL
