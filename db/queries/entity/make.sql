-- An entity that a decision makes, or that it made before and mentions found since have kept.
INSERT INTO entity (id, kind, name, found_name, decided_by, decision_id) VALUES (?1, ?2, ?3, ?3, 'user', ?4)
ON CONFLICT (id) DO UPDATE SET decided_by = 'user', decision_id = excluded.decision_id
