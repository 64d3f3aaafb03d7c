DELETE FROM form
WHERE text = ?1
  AND NOT EXISTS (SELECT 1 FROM mention WHERE form_id = form.id)
  AND NOT EXISTS (SELECT 1 FROM dismissed_mention WHERE form_id = form.id)
  AND NOT EXISTS (SELECT 1 FROM deleted_mention WHERE form_id = form.id)
