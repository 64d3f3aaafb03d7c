INSERT INTO decision (at, action, label, target, apply, revert) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
