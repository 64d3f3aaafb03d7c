-- ?1 actions as a JSON array
SELECT id, at, who, action, label, target, apply, revert, mentions, articles, highlights FROM decision
WHERE action IN (SELECT value FROM json_each(?1)) ORDER BY id
