INSERT OR REPLACE INTO column_choice (headings, columns) VALUES (?1, ?2)
