-- ?1 is 1 when the touched mentions come and -1 when they go.
UPDATE article SET mentions = article.mentions + ?1 * n.mentions
FROM (SELECT m.article_id, count(*) AS mentions FROM temp.touched x JOIN mention m ON m.id = x.id
      GROUP BY m.article_id) AS n
WHERE article.id = n.article_id
