SELECT m.id, m.start, m.end, m.sentence_start, m.sentence_end, m.entity_id, e.kind, e.name, m.confidence, m.by_user
FROM mention m JOIN entity e ON e.id = m.entity_id
WHERE m.article_id = ?1 ORDER BY m.start
