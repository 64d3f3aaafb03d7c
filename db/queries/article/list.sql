SELECT a.id, a.title, a.title_made_up, a.outlet, a.agency, a.published, a.published_source, a.words, a.mentions,
       a.is_read, a.is_starred, v.version, v.versions
FROM temp.selected s JOIN article a ON a.id = s.article_id
LEFT JOIN (
    SELECT id, row_number() OVER (PARTITION BY family_id
                                  ORDER BY published_first IS NULL, published_first, published, id) AS version,
           count(*) OVER (PARTITION BY family_id) AS versions
    FROM article WHERE family_id IS NOT NULL
) v ON v.id = a.id
ORDER BY CASE WHEN ?1 IN ('datedown', 'dateup') THEN a.published_first IS NULL END,
         CASE ?1 WHEN 'datedown' THEN a.published_first END DESC,
         CASE ?1 WHEN 'datedown' THEN a.published END DESC,
         CASE ?1 WHEN 'dateup' THEN a.published_first END,
         CASE ?1 WHEN 'dateup' THEN a.published END,
         CASE ?1 WHEN 'title' THEN a.title END COLLATE NOCASE,
         CASE WHEN ?1 = 'outlet' THEN a.outlet IS NULL END,
         CASE ?1 WHEN 'outlet' THEN a.outlet END COLLATE NOCASE,
         CASE ?1 WHEN 'words' THEN -a.words END,
         a.id
