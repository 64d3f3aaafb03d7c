-- ?1 the decision
INSERT INTO dismissed_mention (id, article_id, start, end, sentence_start, sentence_end, entity_id, form_id, confidence,
                               by_user, found_id, decision_id, dismissed_by)
SELECT m.id, m.article_id, m.start, m.end, m.sentence_start, m.sentence_end, m.entity_id, m.form_id, m.confidence,
       m.by_user, m.found_id, m.decision_id, ?1
FROM temp.touched x JOIN mention m ON m.id = x.id
