SELECT id, at, who, action, label, target, mentions, articles FROM decision ORDER BY id
