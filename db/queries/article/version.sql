SELECT version, versions FROM (
    SELECT id, row_number() OVER (ORDER BY published_first IS NULL, published_first, published, id) AS version,
           count(*) OVER () AS versions
    FROM article WHERE family_id = (SELECT family_id FROM article WHERE id = ?1)
) WHERE id = ?1
