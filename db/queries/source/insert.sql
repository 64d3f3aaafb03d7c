INSERT INTO source (sha256, bytes, packing, content, format, encoding, imported_at, read_as)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
