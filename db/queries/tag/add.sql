-- Nothing where the article is not in the project any more
INSERT OR IGNORE INTO article_tag (tag_id, article_id) SELECT ?1, id FROM article WHERE id = ?2
