SELECT t.name FROM article_tag x JOIN tag t ON t.id = x.tag_id
WHERE x.article_id = ?1 AND t.live = 1 ORDER BY t.name COLLATE NOCASE, t.id
