SELECT a.id, a.source_id, a.file, a.title, a.title_made_up, a.outlet, a.agency, a.byline,
       a.published, a.published_source, a.dateline_place, a.language, a.words, a.family_id, s.format, s.encoding
FROM temp.selected x JOIN article a ON a.id = x.article_id JOIN source s ON s.id = a.source_id
ORDER BY a.id
