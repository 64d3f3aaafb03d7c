-- Its first article that counts, else its first; how many of its articles there are and how many of them are deleted
SELECT s.id, a.id AS article, coalesce(a.file, '') AS file, a.deleted_by IS NOT NULL AS deleted,
       (SELECT count(*) FROM article d WHERE d.source_id = s.id AND d.deleted_by IS NOT NULL) AS deleted_articles
FROM source s
LEFT JOIN article a ON a.id = (SELECT x.id FROM article x WHERE x.id = s.duplicate_of OR x.source_id = s.id
                               ORDER BY x.deleted_by IS NOT NULL, x.id = s.duplicate_of DESC, x.id LIMIT 1)
WHERE s.sha256 = ?1
