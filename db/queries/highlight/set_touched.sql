-- The touched highlights get the code ?1; where that is null, they are no more.
UPDATE highlight SET code_id = coalesce(?1, code_id), live = ?1 IS NOT NULL WHERE id IN (SELECT id FROM temp.touched)
