-- Mentions whose span does not hold their spelling, or leaves its sentence.
SELECT count(*) FROM mention m
JOIN article_text t ON t.article_id = m.article_id
JOIN form f ON f.id = m.form_id
WHERE CAST(substr(CAST(t.reading_text AS BLOB), m.start + 1, m.end - m.start) AS TEXT) <> f.text
   OR m.start < m.sentence_start OR m.end > m.sentence_end
