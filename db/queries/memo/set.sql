INSERT OR REPLACE INTO memo (about, target, text, decision_id) VALUES (?1, ?2, ?3, ?4)
