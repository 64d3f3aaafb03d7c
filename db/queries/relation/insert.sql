INSERT INTO relation (article_id, start, end, sentence_start, sentence_end, kind, place_start, place_end, described,
                      anchor_start, anchor_end, second_start, second_end, km, second_km, low_km, high_km, agree, direction)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
