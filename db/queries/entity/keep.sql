-- The decision that made it is taken back, but mentions imported since mean it.
UPDATE entity SET decided_by = 'program', decision_id = NULL WHERE id = ?1
