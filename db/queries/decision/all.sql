SELECT id, at, who, action, label, target, apply, revert, mentions, articles FROM decision ORDER BY id
