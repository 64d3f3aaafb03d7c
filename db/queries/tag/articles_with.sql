-- Articles with any of these tags; ?1 JSON array
SELECT DISTINCT article_id AS id FROM article_tag WHERE tag_id IN (SELECT value FROM json_each(?1))
