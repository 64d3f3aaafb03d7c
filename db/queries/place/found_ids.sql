SELECT entity_id, CASE WHEN found IS NULL THEN gazetteer_id ELSE json_extract(found, '$.gazetteer_id') END AS id
FROM place WHERE id IS NOT NULL
ORDER BY entity_id
