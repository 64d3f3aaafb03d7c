//! What a name of a place is without the words that say what it is or which part of it is meant.

/// What the words around a name say it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// Nothing is said.
    #[default]
    Any,
    /// A province, state or district.
    Region,
    /// A town or village.
    Town,
}

/// Words that follow the name of a region.
const REGION_WORDS: [&str; 18] = [
    "province",
    "governorate",
    "region",
    "state",
    "district",
    "oblast",
    "prefecture",
    "department",
    "county",
    "parish",
    "canton",
    "municipality",
    "territory",
    "division",
    "republic",
    "subdistrict",
    "muhafazah",
    "area",
];

/// Words that follow or precede the name of a town.
const TOWN_WORDS: [&str; 9] = [
    "city",
    "town",
    "village",
    "township",
    "suburb",
    "neighborhood",
    "neighbourhood",
    "port",
    "hamlet",
];

/// Words that pick a part of a place.
const PART_WORDS: [&str; 29] = [
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "north",
    "south",
    "east",
    "west",
    "northeastern",
    "northwestern",
    "southeastern",
    "southwestern",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
    "upper",
    "lower",
    "greater",
    "mainland",
    "downtown",
    "inner",
    "outer",
    "rural",
    "midtown",
    "metropolitan",
    "coastal",
    "occupied",
];

/// What a type word says; any case, plural or not.
pub fn wanted_by(word: &str) -> Wanted {
    let word = singular(word);
    if REGION_WORDS.contains(&word.as_str()) {
        Wanted::Region
    } else if TOWN_WORDS.contains(&word.as_str()) {
        Wanted::Town
    } else {
        Wanted::Any
    }
}

/// One of them, in lower case: `counties` gives `county`.
pub fn singular(word: &str) -> String {
    let word = word.to_lowercase();
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    word.strip_suffix('s').unwrap_or(&word).to_owned()
}

/// The word after a name that may say what it is, also after a list of names: `county` after "Wood", and `counties`
/// after each name of "Wood, Lake and Polk counties".
pub fn type_word_after(after: &str) -> Option<&str> {
    let mut words = after.get(..floor(after, 80))?.split(' ');
    let plain =
        |word: &'_ str| -> usize { word.trim_end_matches(|c: char| !c.is_alphanumeric()).len() };
    // What follows the name directly must be a space, or the comma of a list.
    let first = words.next()?;
    let mut listed = match first {
        "" => false,
        "," => true,
        _ => return None,
    };
    for (n, word) in words.enumerate() {
        let bare = word.get(..plain(word))?;
        let wanted = wanted_by(bare);
        if wanted != Wanted::Any && (n == 0 || bare.ends_with('s')) && !(n == 0 && listed) {
            return Some(bare);
        }
        let joins = bare == "and" || bare == "or" || bare == "&";
        let another = listed && bare.starts_with(char::is_uppercase);
        if !joins && !another {
            return None;
        }
        listed = true;
    }
    None
}

/// The largest offset up to `at` that splits no character.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

/// A shorter name with what the dropped words said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form<'t> {
    pub name: &'t str,
    pub wanted: Wanted,
    /// Only a part of the named place is meant: "northern Syria".
    pub part: bool,
}

/// Shorter names to look for when the gazetteer lacks the whole one, best first.
pub fn shorter(name: &str) -> Vec<Form<'_>> {
    let mut forms = Vec::new();
    // "Moscow, Idaho" tagged as one name.
    if let Some((head, _)) = name.split_once(',') {
        push(&mut forms, head, Wanted::Any, false);
    }
    if let Some((kind, of)) = name.split_once(' ') {
        let rest = of
            .strip_prefix("of ")
            .map(|r| r.strip_prefix("the ").unwrap_or(r));
        if let (wanted @ (Wanted::Region | Wanted::Town), Some(rest)) = (wanted_by(kind), rest) {
            push(&mut forms, rest, wanted, false);
        }
    }
    if let Some((rest, kind)) = name.rsplit_once(' ') {
        let wanted = wanted_by(kind);
        if wanted != Wanted::Any && !kind.eq_ignore_ascii_case("township") {
            push(&mut forms, rest, wanted, false);
        }
    }
    let part = |word: &str| PART_WORDS.contains(&word.to_lowercase().as_str());
    if let Some((first, rest)) = name.split_once([' ', '-'])
        && part(first)
    {
        push(&mut forms, rest, Wanted::Any, true);
    }
    for possessive in ["'s", "’s"] {
        if let Some(rest) = name.strip_suffix(possessive) {
            push(&mut forms, rest, Wanted::Any, false);
        }
    }
    forms
}

fn push<'t>(forms: &mut Vec<Form<'t>>, name: &'t str, wanted: Wanted, part: bool) {
    let name = name.trim();
    if !name.is_empty() {
        forms.push(Form { name, wanted, part });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_words() {
        let check = |after: &str, expected: &str| {
            assert_eq!(
                type_word_after(after).unwrap_or_default(),
                expected,
                "{after}"
            );
        };
        check(" County, Ohio", "County");
        check(" province.", "province");
        check(", Lake and Polk counties", "counties");
        check(" and Polk counties", "counties");
        check(" and other counties", "");
        check(", Lake County and others", "");
        check(" was quiet", "");
        check(", county officials said", "");
        check("", "");
        check("ów", "");
    }

    #[test]
    fn shorter_names() {
        let check = |name: &str, expected: &str, wanted: Wanted| {
            let forms = shorter(name);
            let first = forms.first();
            assert_eq!(first.map_or("", |f| f.name), expected, "{name}");
            assert_eq!(
                first.map(|f| f.wanted).unwrap_or_default(),
                wanted,
                "{name}"
            );
        };
        check("Aleppo province", "Aleppo", Wanted::Region);
        check("Province of Aleppo", "Aleppo", Wanted::Region);
        check("city of Homs", "Homs", Wanted::Town);
        check("northern Syria", "Syria", Wanted::Any);
        check("Moscow, Idaho", "Moscow", Wanted::Any);
        check("Cairo's", "Cairo", Wanted::Any);
        check("Madison Township", "", Wanted::Any);
        check("Paris", "", Wanted::Any);
        check("", "", Wanted::Any);
        check(" of ", "", Wanted::Any);
    }
}
