SELECT target AS id, text AS value FROM memo WHERE about = 'article'
