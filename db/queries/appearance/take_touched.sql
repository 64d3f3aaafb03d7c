-- Counts the touched mentions of ?1 no longer.
UPDATE appearance SET mentions = appearance.mentions - gone.mentions
FROM (SELECT m.article_id, count(*) AS mentions FROM temp.touched x JOIN mention m ON m.id = x.id
      WHERE m.entity_id = ?1 GROUP BY m.article_id) AS gone
WHERE appearance.entity_id = ?1 AND appearance.article_id = gone.article_id
