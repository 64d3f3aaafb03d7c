SELECT path FROM source_path
