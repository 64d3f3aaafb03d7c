-- Where names stand
SELECT article_id, start, entity_id, sentence_start FROM mention
