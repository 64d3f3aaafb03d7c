SELECT id, at, action, label, target, apply, revert FROM decision ORDER BY id
