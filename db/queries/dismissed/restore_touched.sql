INSERT INTO mention (id, article_id, start, end, sentence_start, sentence_end, entity_id, form_id, confidence,
                     by_user, found_id, decision_id)
SELECT d.id, d.article_id, d.start, d.end, d.sentence_start, d.sentence_end, d.entity_id, d.form_id, d.confidence,
       d.by_user, d.found_id, d.decision_id
FROM temp.touched x JOIN dismissed_mention d ON d.id = x.id
