-- ?2 the name, or null for a tag that is no more
UPDATE tag SET name = coalesce(?2, name), live = ?2 IS NOT NULL WHERE id = ?1
