-- Nothing where one of them is not in the project
INSERT OR IGNORE INTO story_apart (a, b)
SELECT min(?1, ?2), max(?1, ?2) WHERE ?1 <> ?2 AND (SELECT count(*) FROM article WHERE id IN (?1, ?2)) = 2
