SELECT outlet, count(*) AS articles FROM article WHERE outlet IS NOT NULL AND deleted_by IS NULL GROUP BY outlet ORDER BY outlet COLLATE NOCASE
