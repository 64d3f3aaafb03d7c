SELECT outlet, count(*) AS articles FROM article WHERE outlet IS NOT NULL GROUP BY outlet ORDER BY outlet COLLATE NOCASE
