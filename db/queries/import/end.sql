UPDATE import SET ended_at = ?2, state = ?3 WHERE id = ?1
