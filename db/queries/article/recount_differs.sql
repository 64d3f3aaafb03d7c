-- Articles whose number of mentions a recount does not confirm.
SELECT count(*) FROM article a WHERE a.mentions <> (SELECT count(*) FROM mention m WHERE m.article_id = a.id)
                                       + (SELECT count(*) FROM deleted_mention d WHERE d.article_id = a.id AND d.dismissed_by IS NULL)
