DELETE FROM temp.found
