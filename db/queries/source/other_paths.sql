-- Where else the text of an article was imported from: paths of its source and of sources with the same reading text.
SELECT p.path FROM source_path p
JOIN source s ON s.id = p.source_id
WHERE s.id = (SELECT source_id FROM article WHERE id = ?1) OR s.duplicate_of = ?1
ORDER BY s.id, p.path
LIMIT 20
