SELECT a.id, a.source_id, a.file, a.member, a.text_is_source, a.title, a.title_made_up, a.outlet, a.agency, a.byline,
       a.published, a.published_source, a.dateline_place, a.language, a.url, a.words, a.family_id, a.ordinal, a.text_start, a.notes,
       s.format, s.encoding, t.reading_text, t.blocks, t.offsets
FROM article a JOIN source s ON s.id = a.source_id JOIN article_text t ON t.article_id = a.id
WHERE a.id = ?1 AND a.deleted_by IS NULL
