SELECT (SELECT count(*) FROM article WHERE deleted_by IS NULL) AS articles,
       (SELECT count(*) FROM temp.selected) AS shown,
       (SELECT count(DISTINCT coalesce(-a.family_id, a.id)) FROM temp.selected s JOIN article a ON a.id = s.article_id) AS stories,
       (SELECT count(*) FROM article WHERE published IS NULL AND deleted_by IS NULL) AS undated,
       (SELECT min(a.published_first) FROM temp.selected s JOIN article a ON a.id = s.article_id) AS first,
       (SELECT max(a.published_last) FROM temp.selected s JOIN article a ON a.id = s.article_id) AS last,
       (SELECT count(*) FROM temp.selected s JOIN article a ON a.id = s.article_id WHERE a.published IS NULL) AS undated_shown,
       (SELECT count(DISTINCT a.outlet) FROM temp.selected s JOIN article a ON a.id = s.article_id) AS outlets
