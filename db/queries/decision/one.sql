SELECT id, at, who, action, label, target, apply, revert, mentions, articles FROM decision WHERE id = ?1
