SELECT title, outlet, outlet_by_user FROM article WHERE id = ?1 AND deleted_by IS NULL
