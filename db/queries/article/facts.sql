-- What is known of each selected article, and how often it names anything; ?1 types (JSON array or null)
SELECT a.id, a.outlet, a.agency, a.words, a.published, a.published_first, a.published_precision,
       coalesce(-a.family_id, a.id) AS story,
       (SELECT coalesce(sum(p.mentions), 0) FROM appearance p JOIN entity e ON e.id = p.entity_id
        WHERE p.article_id = a.id AND (?1 IS NULL OR e.kind IN (SELECT value FROM json_each(?1)))) AS mentions
FROM temp.selected s JOIN article a ON a.id = s.article_id
ORDER BY a.id
