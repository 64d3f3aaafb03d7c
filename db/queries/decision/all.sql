SELECT id, at, who, action, label, target, apply, revert, mentions, articles, highlights FROM decision ORDER BY id
