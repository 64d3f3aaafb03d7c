SELECT entity_id, status, lat, lon, uncertainty_km, country, feature, gazetteer_id, candidates, reason FROM place
