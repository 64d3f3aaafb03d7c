SELECT count(*) FROM import_line
WHERE import_id = (SELECT max(id) FROM import) AND status IN ('failed', 'partly read')
