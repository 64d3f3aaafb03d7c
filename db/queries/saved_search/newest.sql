-- The highest number ever given: a deleted search gets its own back when the decision is undone.
SELECT max(coalesce((SELECT max(id) FROM saved_search), 0),
           coalesce((SELECT max(json_extract(apply, '$.search')) FROM decision WHERE action LIKE '%-search'), 0))
