DELETE FROM dismissed_mention WHERE id IN (SELECT id FROM temp.touched)
