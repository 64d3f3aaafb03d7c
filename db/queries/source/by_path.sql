SELECT source_id FROM source_path WHERE path = ?1 ORDER BY source_id DESC LIMIT 1
