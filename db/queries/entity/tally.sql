SELECT coalesce(sum(mentions), 0) AS mentions, count(*) AS articles FROM appearance WHERE entity_id = ?1
