//! Analysis without a project: one article as a line of JSON in, what was found in it as a line of JSON out.

use serde_json::{Map, Value, json};

use super::{Problem, import};
use crate::{
    analysis::cleaning,
    formats,
    model::{Analysis, ByteSpan, CleanArticle, PlaceStatus, RawArticle, span::CharCounter},
};

/// Largest line that is read, in bytes.
pub const MAX_LINE_BYTES: usize = 64 << 20;

/// Reads an article given as a JSON object with at least a text (the members are found as in an imported JSON file) and
/// returns what the analysis finds in it: `text`, the reading text; its metadata; `mentions` with offsets in code points
/// of `text`, end exclusive, and of the object's own `text` (`source_start`, `source_end`; null where the text came under
/// another name); `entities` and `places` as within this article. A title given apart from the text is metadata. A `note` says when no names could be looked for. The object's own `id` is handed back.
///
/// # Errors
/// When the line is no JSON object or holds no text.
pub fn annotate(line: &str) -> Result<Value, Problem> {
    let problem = |why: String| {
        Problem::new("Could not annotate the article", why)
            .with_hint("Give one JSON object a line with a member \"text\"")
    };
    let object: Map<String, Value> =
        serde_json::from_str(line).map_err(|error| problem(error.to_string()))?;
    let reading = formats::read(
        "line.jsonl",
        line.as_bytes(),
        &formats::ReadOptions::default(),
    )
    .map_err(|error| problem(error.to_string()))?;
    let Some(found) = reading.articles.into_iter().next() else {
        return Err(problem("it has no text".to_owned()));
    };
    // Offsets are to lead into the member `text` where there is one; a text under another name or in parts is composed.
    let raw = match object.get("text").and_then(Value::as_str) {
        Some(text) => RawArticle {
            text: text.to_owned(),
            text_is_source: true,
            stated: found.stated,
            encoding: found.encoding,
            ..RawArticle::default()
        },
        None => found,
    };
    let file = object
        .get("file")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let article = cleaning::clean(&raw, file);
    let analyzer = import::analyzer();
    let analysis = analyzer.analyze(&article);
    let mut out = facts(&article, &analysis);
    if let Some(error) = analyzer.without_names() {
        out.insert("note".to_owned(), import::names_not_found(error).into());
    }
    for name in ["id", "file"] {
        if let Some(value) = object.get(name) {
            out.insert(name.to_owned(), value.clone());
        }
    }
    let mut in_source = CharCounter::new(&raw.text);
    out.insert(
        "mentions".to_owned(),
        mentions(
            &article,
            &analysis,
            raw.text_is_source.then_some(&mut in_source),
        ),
    );
    Ok(Value::Object(out))
}

fn facts(article: &CleanArticle, analysis: &Analysis) -> Map<String, Value> {
    let metadata = &article.metadata;
    let mut counts = vec![0_u64; analysis.entities.len()];
    for mention in &analysis.mentions {
        if let Some(count) = counts.get_mut(mention.entity) {
            *count += 1;
        }
    }
    let entities: Vec<Value> = analysis
        .entities
        .iter()
        .zip(&counts)
        .enumerate()
        .map(|(id, (entity, count))| {
            json!({ "id": id, "type": entity.kind.word(), "name": entity.name, "mentions": count })
        })
        .collect();
    let places: Vec<Value> = analysis
        .entities
        .iter()
        .enumerate()
        .filter_map(|(id, entity)| {
            let place = entity.place.as_ref()?;
            let settled = place
                .position
                .filter(|_| place.status != PlaceStatus::Unresolved);
            Some(json!({
                "entity": id,
                "name": place.name,
                "status": place.status.word(),
                "lat": settled.map(|at| at.lat),
                "lon": settled.map(|at| at.lon),
                "uncertainty_km": place.uncertainty_km,
                "country": place.country,
                "feature": place.feature,
                "gazetteer_id": place.gazetteer_id,
                "candidates": place.candidates,
                "reason": place.reason,
            }))
        })
        .collect();
    let facts = json!({
        "title": article.title.text,
        "outlet": metadata.outlet,
        "agency": metadata.agency,
        "byline": metadata.byline,
        "published": metadata.published.map(|p| p.date.to_string()),
        "dateline_place": metadata.dateline_place,
        "language": metadata.language,
        "words": analysis.words,
        "text": article.reading_text,
        "entities": entities,
        "places": places,
    });
    match facts {
        Value::Object(facts) => facts,
        _ => Map::new(),
    }
}

fn mentions(
    article: &CleanArticle,
    analysis: &Analysis,
    mut in_source: Option<&mut CharCounter<'_>>,
) -> Value {
    let mut in_reading = CharCounter::new(&article.reading_text);
    analysis
        .mentions
        .iter()
        .map(|mention| {
            let span: ByteSpan = mention.name.span;
            let chars = in_reading.span(span);
            let source = article
                .offsets
                .to_source(span)
                .and_then(|span| in_source.as_mut().map(|counter| counter.span(span)));
            json!({
                "start": chars.start,
                "end": chars.end,
                "source_start": source.map(|s| s.start),
                "source_end": source.map(|s| s.end),
                "text": span.of(&article.reading_text),
                "type": mention.name.kind.word(),
                "entity": mention.entity,
                "name": analysis.entities.get(mention.entity).map(|e| e.name.as_str()),
                "confidence": (f64::from(mention.name.confidence) * 1000.0).round() / 1000.0,
            })
        })
        .collect()
}
