SELECT m.id, m.entity_id, m.article_id, a.outlet, a.agency, a.title, a.published, a.published_source, m.start, m.end,
       m.sentence_start, m.sentence_end,
       substr(CAST(t.reading_text AS BLOB), m.sentence_start + 1, m.sentence_end - m.sentence_start) AS sentence
FROM temp.touched x
JOIN (SELECT id, entity_id, article_id, start, end, sentence_start, sentence_end FROM mention
      UNION ALL
      SELECT id, entity_id, article_id, start, end, sentence_start, sentence_end FROM dismissed_mention) m ON m.id = x.id
JOIN article a ON a.id = m.article_id
JOIN article_text t ON t.article_id = m.article_id
ORDER BY a.published_first IS NULL, a.published_first, a.published, a.id, m.start
