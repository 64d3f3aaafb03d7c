SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'article_search_%' ORDER BY rowid
