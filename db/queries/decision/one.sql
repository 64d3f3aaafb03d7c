SELECT id, at, who, action, label, target, apply, revert, mentions, articles, highlights FROM decision WHERE id = ?1
