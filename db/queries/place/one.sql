SELECT name, status, lat, lon, uncertainty_km, country, feature, gazetteer_id, candidates, reason, found FROM place WHERE entity_id = ?1
