DELETE FROM temp.selected
