SELECT s.packing, s.content, s.format, s.encoding FROM source s WHERE s.id = ?1
