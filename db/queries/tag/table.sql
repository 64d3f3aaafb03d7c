-- Tags with the articles of the selection that have them
SELECT t.id, t.name, count(s.article_id) AS articles
FROM tag t
LEFT JOIN article_tag x ON x.tag_id = t.id
LEFT JOIN temp.selected s ON s.article_id = x.article_id
WHERE t.live = 1
GROUP BY t.id ORDER BY t.name COLLATE NOCASE, t.id
