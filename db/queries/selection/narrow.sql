-- Keeps those of the selected articles that are in ?1 (JSON array)
DELETE FROM temp.selected WHERE article_id NOT IN (SELECT value FROM json_each(?1))
