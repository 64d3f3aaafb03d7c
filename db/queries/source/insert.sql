INSERT INTO source (sha256, bytes, packing, content, format, encoding, imported_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
