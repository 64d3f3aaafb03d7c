-- Tags with the articles of the project that have them
SELECT t.id, t.name, count(a.id) AS articles
FROM tag t
LEFT JOIN article_tag x ON x.tag_id = t.id
LEFT JOIN article a ON a.id = x.article_id AND a.deleted_by IS NULL
WHERE t.live = 1
GROUP BY t.id ORDER BY t.name COLLATE NOCASE, t.id
