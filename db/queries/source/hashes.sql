SELECT sha256 FROM source
