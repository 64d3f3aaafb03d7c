INSERT INTO dismissed_mention (id, article_id, start, end, sentence_start, sentence_end, entity_id, form_id, confidence,
                               by_user, found_id, dismissed_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
