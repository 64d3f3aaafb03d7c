SELECT article_id FROM temp.selected ORDER BY article_id
