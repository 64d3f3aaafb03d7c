SELECT text, decision_id FROM memo WHERE about = ?1 AND target = ?2
