SELECT p.entity_id, p.name, p.status, p.lat, p.lon, p.uncertainty_km, p.country, p.feature, p.gazetteer_id, p.candidates,
       p.reason, p.found
FROM place p
WHERE EXISTS (SELECT 1 FROM appearance a WHERE a.entity_id = p.entity_id)
ORDER BY p.entity_id
