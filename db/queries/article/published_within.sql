-- ?1 first day, ?2 last day: all days that the date can mean lie within.
SELECT id FROM article
WHERE published IS NOT NULL AND (?1 IS NULL OR published_first >= ?1) AND (?2 IS NULL OR published_last <= ?2)
