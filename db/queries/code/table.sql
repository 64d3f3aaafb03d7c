-- What each code marks in the selection, and the newest decision that used it
SELECT c.id, count(s.article_id) AS highlights, count(DISTINCT s.article_id) AS articles,
       min(a.published_first) AS first, max(a.published_last) AS last, max(h.decision_id) AS used
FROM code c
LEFT JOIN highlight h ON h.code_id = c.id AND h.live = 1 AND h.start IS NOT NULL
LEFT JOIN temp.selected s ON s.article_id = h.article_id
LEFT JOIN article a ON a.id = s.article_id
WHERE c.live = 1
GROUP BY c.id
