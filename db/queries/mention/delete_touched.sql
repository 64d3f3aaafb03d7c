DELETE FROM mention WHERE id IN (SELECT id FROM temp.touched)
