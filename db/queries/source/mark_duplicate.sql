UPDATE source SET duplicate_of = ?2 WHERE id = ?1
