-- Every article of the selection, by date: undated last.
SELECT a.id, a.published_first AS first, a.published_last AS last, a.outlet, coalesce(-a.family_id, a.id) AS story
FROM temp.selected x JOIN article a ON a.id = x.article_id
ORDER BY a.published_first IS NULL, a.published_first, a.published, a.id
