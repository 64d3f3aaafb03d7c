SELECT DISTINCT e.id, e.kind FROM entity e
WHERE (e.name = ?1 COLLATE NOCASE OR e.found_name = ?1 COLLATE NOCASE
       OR e.id IN (SELECT m.entity_id FROM form f JOIN mention m ON m.form_id = f.id WHERE f.text = ?1 COLLATE NOCASE))
  AND (?2 IS NULL OR e.kind = ?2)
ORDER BY e.name = ?1 COLLATE NOCASE DESC, (SELECT sum(mentions) FROM appearance p WHERE p.entity_id = e.id) DESC, e.id
