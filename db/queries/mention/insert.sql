INSERT INTO mention (article_id, start, end, sentence_start, sentence_end, entity_id, form_id, confidence)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
