-- Points only: a country's middle is near nothing.
SELECT p.lat, p.lon, count(*) AS articles
FROM appearance a JOIN appearance b ON b.article_id = a.article_id AND b.entity_id <> a.entity_id
JOIN place p ON p.entity_id = b.entity_id
WHERE a.entity_id = ?1 AND p.lat IS NOT NULL AND p.status IN ('resolved', 'user')
GROUP BY b.entity_id
ORDER BY b.entity_id
