-- Where an entity stands in one spelling, and whether a longer one of its own stands there, too; ?1 the entity, ?2 the spelling
WITH spelled AS (
  SELECT DISTINCT m.article_id FROM form f JOIN mention m ON m.form_id = f.id WHERE f.text = ?2 AND m.entity_id = ?1
)
SELECT s.article_id,
       EXISTS (SELECT 1 FROM mention o JOIN form g ON g.id = o.form_id
               WHERE o.article_id = s.article_id AND o.entity_id = ?1 AND length(g.text) > length(?2)) AS in_full
FROM spelled s
ORDER BY s.article_id
