-- ?24 its number; null for one that was never given
INSERT INTO article (id, source_id, file, member, text_is_source, title, title_made_up, outlet, agency, byline,
                     published, published_precision, published_source, published_first, published_last,
                     dateline_place, language, url, words, mentions, text_sha256,
                     ordinal, text_start, notes)
VALUES (coalesce(?24, 1 + max(coalesce((SELECT max(id) FROM article), 0),
                                 coalesce((SELECT CAST(value AS INTEGER) FROM project WHERE key = 'last_article'), 0))), ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
        ?21, ?22, ?23)
