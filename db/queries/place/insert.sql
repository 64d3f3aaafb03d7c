INSERT INTO place (entity_id, name, status, lat, lon, uncertainty_km, country, feature, gazetteer_id, candidates, reason, found)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
