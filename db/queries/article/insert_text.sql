INSERT INTO article_text (article_id, reading_text, blocks, offsets) VALUES (?1, ?2, ?3, ?4)
