SELECT entity_id, form_id, article_id FROM mention
