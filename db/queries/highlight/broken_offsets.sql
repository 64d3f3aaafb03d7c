-- Highlights whose span does not hold their passage
SELECT count(*) FROM highlight h JOIN article_text t ON t.article_id = h.article_id
WHERE h.start IS NOT NULL AND CAST(substr(CAST(t.reading_text AS BLOB), h.start + 1, h.end - h.start) AS TEXT) <> h.quote
