-- The touched mentions of ?1 become ?2's; ?3 says whether by the user, null leaves that as it is.
UPDATE mention
SET found_id = nullif(coalesce(found_id, entity_id), ?2), entity_id = ?2, by_user = coalesce(?3, by_user)
WHERE id IN (SELECT id FROM temp.touched) AND entity_id = ?1
