-- The selection's articles by number. What makes a date doubtful is said the same way in selection/fill and
-- article/date_doubts.
SELECT a.id, a.title, a.title_made_up, a.outlet, a.agency, a.published, a.published_source, a.words, a.mentions,
       a.is_read, a.is_starred, a.family_id, v.version, v.versions,
       a.published IS NOT NULL AND a.published_source <> 'user'
       AND (a.published_source = 'file name' OR a.published_precision IN ('year', 'month')
            OR instr(coalesce(a.notes, ''), 'Dates disagree: ') > 0) AS doubtful
FROM temp.selected s JOIN article a ON a.id = s.article_id
LEFT JOIN (
    SELECT id, row_number() OVER (PARTITION BY family_id
                                  ORDER BY published_first IS NULL, published_first, published, id) AS version,
           count(*) OVER (PARTITION BY family_id) AS versions
    FROM article WHERE family_id IS NOT NULL
) v ON v.id = a.id
ORDER BY a.id
