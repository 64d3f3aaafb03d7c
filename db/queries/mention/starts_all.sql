-- Where these entities (?1, JSON array) are named, in no order
SELECT article_id, entity_id, start, sentence_start FROM mention
WHERE entity_id IN (SELECT value FROM json_each(?1))
