-- Names that stand in no article (merged or dismissed ones) are not found.
SELECT e.id, e.kind, e.name, e.name = ?1 COLLATE NOCASE AS shown,
       (SELECT sum(mentions) FROM appearance p WHERE p.entity_id = e.id) AS mentions
FROM entity e
WHERE (e.name = ?1 COLLATE NOCASE OR e.found_name = ?1 COLLATE NOCASE
       OR e.id IN (SELECT m.entity_id FROM form f JOIN mention m ON m.form_id = f.id WHERE f.text = ?1 COLLATE NOCASE))
  AND (?2 IS NULL OR e.kind = ?2)
  AND EXISTS (SELECT 1 FROM appearance p WHERE p.entity_id = e.id)
ORDER BY shown DESC, mentions DESC, e.id
