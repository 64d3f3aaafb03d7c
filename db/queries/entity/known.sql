SELECT e.id, e.kind, e.found_name, p.name AS place_name, p.status, p.lat, p.lon, p.uncertainty_km, p.country, p.feature,
       p.gazetteer_id, p.candidates, p.reason
FROM entity e LEFT JOIN place p ON p.entity_id = e.id
ORDER BY e.id
