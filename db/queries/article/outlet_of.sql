SELECT id, outlet AS value FROM article WHERE outlet IS NOT NULL
