SELECT count(*) FILTER (WHERE a.published IS NULL) AS undated,
       count(*) FILTER (WHERE a.published IS NOT NULL AND a.published_source <> 'user'
                          AND (a.published_source = 'file name' OR a.published_precision IN ('year', 'month')
                               OR instr(coalesce(a.notes, ''), 'Dates disagree: ') > 0)) AS doubtful
FROM temp.selected s JOIN article a ON a.id = s.article_id
