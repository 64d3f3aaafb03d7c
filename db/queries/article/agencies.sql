SELECT id, agency AS value FROM article WHERE agency IS NOT NULL
