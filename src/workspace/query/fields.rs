//! The fields of a query: what they are called and what their values mean.

use crate::{
    model::{
        EntityType, PartialDate, language,
        query::{Condition, Term},
    },
    workspace::dates,
};

/// Where the value of a field is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// In the title, like words in the text.
    Title,
    Of(About),
}

/// What a field says about an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    Outlet,
    Agency,
    Byline,
    Name(Option<EntityType>),
    Tag,
    Note,
    Date,
    Is,
    Language,
}

/// Names that people type, the one that is shown first.
const FIELDS: &[(Field, &[&str])] = &[
    (Field::Title, &["title", "headline"]),
    (Field::Of(About::Outlet), &["outlet"]),
    (Field::Of(About::Agency), &["agency"]),
    (Field::Of(About::Byline), &["author", "byline"]),
    (
        Field::Of(About::Name(Some(EntityType::Person))),
        &["person"],
    ),
    (
        Field::Of(About::Name(Some(EntityType::Organization))),
        &["org", "organization", "organisation"],
    ),
    (Field::Of(About::Name(Some(EntityType::Place))), &["place"]),
    (Field::Of(About::Name(Some(EntityType::Group))), &["group"]),
    (Field::Of(About::Name(None)), &["name", "entity"]),
    (Field::Of(About::Tag), &["tag"]),
    (Field::Of(About::Note), &["note"]),
    (Field::Of(About::Date), &["date"]),
    (Field::Of(About::Is), &["is"]),
    (Field::Of(About::Language), &["lang", "language"]),
];

/// The field with a name, capitals ignored.
pub(super) fn field(name: &str) -> Option<Field> {
    FIELDS
        .iter()
        .find(|(_, names)| names.iter().any(|n| n.eq_ignore_ascii_case(name)))
        .map(|(field, _)| *field)
}

/// All fields by their first name, for a hint.
pub(super) fn list() -> String {
    let names: Vec<String> = FIELDS
        .iter()
        .filter_map(|(_, names)| names.first())
        .map(|name| format!("{name}:"))
        .collect();
    names.join(" ")
}

/// The field whose name is spelled most like a name that is none.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    FIELDS
        .iter()
        .flat_map(|(_, names)| names.iter().copied())
        .filter(|known| known.len() > 2)
        .map(|known| (strsim::osa_distance(known, &name), known))
        .filter(|(distance, known)| *distance <= 1 + known.len() / 5)
        .min()
        .map(|(_, known)| known)
}

/// A value that means nothing: why, and what to try.
pub(super) type Meaningless = (String, String);

/// The condition of a field with a value.
pub(super) fn condition(field: About, value: &str, star: bool) -> Result<Condition, Meaningless> {
    let term = || {
        Term::new(value, star).ok_or_else(|| {
            (
                format!("“{value}” has no letter and no digit"),
                "Type a word behind the colon".to_owned(),
            )
        })
    };
    Ok(match field {
        About::Outlet => Condition::Outlet(term()?),
        About::Agency => Condition::Agency(term()?),
        About::Byline => Condition::Byline(term()?),
        About::Name(kind) => Condition::Name {
            kind,
            term: term()?,
        },
        About::Tag => Condition::Tag(term()?),
        About::Note => Condition::Note(term()?),
        About::Date => date(value)?,
        About::Is => match value.to_lowercase().as_str() {
            "read" => Condition::Read(true),
            "unread" => Condition::Read(false),
            "starred" => Condition::Starred,
            "undated" => Condition::Undated,
            _ => {
                return Err((
                    format!("Articles cannot be “{value}”"),
                    "Try is:unread, is:read, is:starred or is:undated".to_owned(),
                ));
            }
        },
        About::Language => {
            let code = language::by_name(value)
                .map(str::to_owned)
                .or_else(|| language::normal(value));
            Condition::Language(code.ok_or_else(|| {
                (
                    format!("“{value}” is no language"),
                    "Give a code such as en, or an English name such as French".to_owned(),
                )
            })?)
        }
    })
}

/// `2011`, `2011-06..2011-07`, `..2011`, `2011-06-03..`, `none`; in quotation marks also `14 Mar 2012`.
fn date(value: &str) -> Result<Condition, Meaningless> {
    let value = value.trim();
    if ["none", "unknown"]
        .iter()
        .any(|w| value.eq_ignore_ascii_case(w))
    {
        return Ok(Condition::Undated);
    }
    let read = |text: &str| -> Result<Option<PartialDate>, Meaningless> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        dates::parse(text).map(Some).map_err(|why| {
            (
                why,
                "Try date:2011, date:2011-06, date:2011-06..2011-07 or date:none".to_owned(),
            )
        })
    };
    let (from, to) = match value.split_once("..").or_else(|| value.split_once('…')) {
        Some((from, to)) => (read(from)?, read(to.trim_start_matches('.'))?),
        None => {
            let day = read(value)?;
            (day, day)
        }
    };
    let (from, to) = (from.map(|d| d.first_day()), to.map(|d| d.last_day()));
    match (&from, &to) {
        (None, None) => Err((
            "The date is missing".to_owned(),
            "Try date:2011, date:2011-06..2011-07 or date:none".to_owned(),
        )),
        (Some(first), Some(last)) if first > last => Err((
            format!("{value} ends before it begins"),
            "Put the earlier date first".to_owned(),
        )),
        _ => Ok(Condition::Date { from, to }),
    }
}
