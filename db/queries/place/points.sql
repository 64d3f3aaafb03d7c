-- Points of the whole project, with the number of articles that name each
SELECT p.lat, p.lon, count(*) AS articles
FROM place p JOIN appearance a ON a.entity_id = p.entity_id
WHERE p.lat IS NOT NULL AND p.status IN ('resolved', 'user')
GROUP BY p.entity_id
ORDER BY p.entity_id
