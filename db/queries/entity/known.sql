-- As the program found them; those that a decision made come last.
SELECT e.id, coalesce(e.found_kind, e.kind) AS kind, e.found_name, p.name AS place_name, p.status, p.lat, p.lon,
       p.uncertainty_km, p.country, p.feature, p.gazetteer_id, p.candidates, p.reason, p.found
FROM entity e LEFT JOIN place p ON p.entity_id = e.id AND (e.found_kind IS NULL OR e.found_kind = 'place')
ORDER BY e.decision_id IS NOT NULL, e.id
