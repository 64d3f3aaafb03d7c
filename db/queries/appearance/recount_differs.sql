-- Appearances that a recount of the mentions does not confirm.
SELECT count(*) FROM (
  SELECT entity_id, article_id, mentions FROM appearance
  EXCEPT
  SELECT entity_id, article_id, count(*) FROM mention GROUP BY entity_id, article_id
  UNION ALL
  SELECT * FROM (
    SELECT entity_id, article_id, count(*) FROM mention GROUP BY entity_id, article_id
    EXCEPT
    SELECT entity_id, article_id, mentions FROM appearance)
)
