SELECT x.article_id, t.name FROM temp.selected s
JOIN article_tag x ON x.article_id = s.article_id JOIN tag t ON t.id = x.tag_id
WHERE t.live = 1 ORDER BY x.article_id, t.name COLLATE NOCASE, t.id
