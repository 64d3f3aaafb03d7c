DELETE FROM temp.touched
