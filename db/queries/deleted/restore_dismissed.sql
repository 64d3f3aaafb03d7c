INSERT INTO dismissed_mention (id, article_id, start, end, sentence_start, sentence_end, entity_id, form_id, confidence, by_user, found_id, decision_id, dismissed_by)
SELECT id, article_id, start, end, sentence_start, sentence_end, entity_id, form_id, confidence, by_user, found_id, decision_id, dismissed_by FROM deleted_mention WHERE article_id = ?1 AND dismissed_by IS NOT NULL
