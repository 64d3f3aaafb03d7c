SELECT id, at, who, action, label, target, mentions, articles, highlights FROM decision ORDER BY id
