-- What an import said of an input last: where it lies, or lay, and the first article that came of it.
SELECT coalesce(l.path, (SELECT min(p.path) FROM source_path p JOIN article a ON a.source_id = p.source_id WHERE a.id = l.article_id)) AS path,
       l.article_id AS article
FROM import_line l
WHERE l.file = ?1
ORDER BY l.id DESC
LIMIT 1
