UPDATE article SET outlet = ?2, outlet_by_user = ?3 WHERE id = ?1
