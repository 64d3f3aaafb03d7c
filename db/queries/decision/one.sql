SELECT id, at, action, label, target, apply, revert FROM decision WHERE id = ?1
