SELECT (SELECT count(*) FROM article) AS articles, (SELECT count(*) FROM mention) AS mentions,
       (SELECT count(*) FROM source) AS sources, (SELECT count(*) FROM decision) AS decisions
