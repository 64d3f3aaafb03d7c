INSERT INTO decision (at, who, action, label, target, apply, revert, mentions, articles, highlights)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
