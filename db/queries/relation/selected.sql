SELECT r.id, r.article_id, r.start, r.end, r.sentence_start, r.sentence_end, r.kind, r.place_start, r.place_end, r.described,
       r.anchor_start, r.anchor_end, r.second_start, r.second_end, r.km, r.second_km, r.low_km, r.high_km, r.agree, r.direction
FROM temp.selected s JOIN relation r ON r.article_id = s.article_id
ORDER BY r.article_id, r.start, r.id
