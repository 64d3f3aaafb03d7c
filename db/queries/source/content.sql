SELECT s.packing, s.content, s.format, s.encoding, s.read_as FROM source s WHERE s.id = ?1
