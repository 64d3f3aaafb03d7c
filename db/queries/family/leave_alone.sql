-- A family whose other versions are gone is none.
UPDATE article SET family_id = NULL
WHERE family_id IN (SELECT family_id FROM article WHERE family_id IS NOT NULL GROUP BY family_id HAVING count(*) = 1)
