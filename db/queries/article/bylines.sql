SELECT id, byline AS value FROM article WHERE byline IS NOT NULL
