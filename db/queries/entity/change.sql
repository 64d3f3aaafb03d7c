UPDATE entity
SET kind = ?2, name = ?3, decided_by = ?4, found_kind = nullif(coalesce(found_kind, kind), ?2)
WHERE id = ?1
