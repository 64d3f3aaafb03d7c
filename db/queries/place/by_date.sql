-- What each article of the selection adds to each place, in the order of dates.
SELECT p.entity_id, a.published_first, a.published_precision, a.id, coalesce(-a.family_id, a.id) AS story, p.mentions
FROM temp.selected s JOIN article a ON a.id = s.article_id
JOIN appearance p ON p.article_id = s.article_id JOIN entity e ON e.id = p.entity_id
WHERE e.kind = 'place'
ORDER BY a.published_first, a.id, p.entity_id
