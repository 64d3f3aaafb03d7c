-- What charts count of each selected article, by number
SELECT a.id, a.outlet, a.agency, a.words, a.mentions, a.published, a.published_first, a.published_last,
       a.published_precision, coalesce(-a.family_id, a.id) AS story
FROM temp.selected s JOIN article a ON a.id = s.article_id
ORDER BY s.article_id
