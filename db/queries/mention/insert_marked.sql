INSERT INTO mention (id, article_id, start, end, sentence_start, sentence_end, entity_id, form_id, confidence, by_user, decision_id,
                     found_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1000, 1, ?9, ?10)
