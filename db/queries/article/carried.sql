-- What the user made of a source's articles, and what tells which of the articles read again each is
SELECT a.id, a.ordinal, a.member, a.is_read, a.is_starred, a.deleted_by, a.outlet, a.outlet_by_user,
       a.published, a.published_source, t.reading_text
FROM article a JOIN article_text t ON t.article_id = a.id
WHERE a.source_id = ?1 ORDER BY a.ordinal, a.id
