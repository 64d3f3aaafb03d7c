-- Only what no decision has touched
UPDATE entity SET name = ?2, found_name = ?2
WHERE id = ?1 AND decided_by = 'program' AND decision_id IS NULL AND name = found_name
