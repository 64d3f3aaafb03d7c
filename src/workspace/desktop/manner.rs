//! How numbers and dates are written on screen: as this computer is set up, or as the user chose. What leaves the program,
//! a table, a picture, the ledger, is written the same on every computer and knows nothing of this.

use serde::{Deserialize, Serialize};

/// The order of a date's parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// `14 Mar 2012`
    #[default]
    DayFirst,
    /// `Mar 14, 2012`
    MonthFirst,
    /// `2012-03-14`
    Iso,
}

/// How numbers and dates are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manner {
    pub order: Order,
    /// Between thousands.
    pub group: char,
    pub decimal: char,
}

impl Manner {
    /// `14 Mar 2012`, `1,412.5`: where nothing says otherwise.
    pub const PLAIN: Self = Self {
        order: Order::DayFirst,
        group: ',',
        decimal: '.',
    };

    /// `1,412`.
    #[must_use]
    pub fn number(self, n: u64) -> String {
        let digits = n.to_string();
        let mut out = String::with_capacity(digits.len() + digits.len() / 3);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                out.push(self.group);
            }
            out.push(digit);
        }
        out
    }

    /// `1,412.5` with so many digits after the mark.
    #[must_use]
    pub fn decimal(self, value: f64, digits: usize) -> String {
        let plain = format!("{value:.digits$}");
        let (sign, plain) = match plain.strip_prefix('-') {
            Some(rest) => ("-", rest),
            None => ("", plain.as_str()),
        };
        let (whole, rest) = plain.split_once('.').unwrap_or((plain, ""));
        let whole = whole
            .parse()
            .map_or_else(|_| whole.to_owned(), |n| self.number(n));
        if rest.is_empty() {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}{}{rest}", self.decimal)
        }
    }

    /// `14 Mar 2012`, `Mar 2012`, `2012`, as precise as known.
    #[must_use]
    pub fn date(self, year: i16, month: Option<u8>, day: Option<u8>) -> String {
        let word = month.and_then(month_word);
        match (self.order, month, word, day) {
            (Order::Iso, Some(month), Some(_), Some(day)) => {
                format!("{year:04}-{month:02}-{day:02}")
            }
            (Order::Iso, Some(month), Some(_), None) => format!("{year:04}-{month:02}"),
            (Order::DayFirst, _, Some(word), Some(day)) => format!("{day} {word} {year}"),
            (Order::MonthFirst, _, Some(word), Some(day)) => format!("{word} {day}, {year}"),
            (_, _, Some(word), None) => format!("{word} {year}"),
            _ => year.to_string(),
        }
    }

    /// `14 Mar`, without the year.
    #[must_use]
    pub fn day(self, month: u8, day: u8) -> String {
        let word = month_word(month).unwrap_or("?");
        match self.order {
            Order::DayFirst => format!("{day} {word}"),
            Order::MonthFirst => format!("{word} {day}"),
            Order::Iso => format!("{month:02}-{day:02}"),
        }
    }

    /// `3–28 Mar 2012`, `28 Feb – 3 Mar 2012`, from two days as `(year, month, day)`.
    #[must_use]
    pub fn range(self, from: (i16, u8, u8), to: (i16, u8, u8)) -> String {
        let whole = |(year, month, day)| self.date(year, Some(month), Some(day));
        if from == to {
            return whole(from);
        }
        let same_month = (from.0, from.1) == (to.0, to.1);
        match self.order {
            Order::DayFirst if same_month => format!("{}–{}", from.2, whole(to)),
            Order::MonthFirst if same_month => {
                format!("{}–{}, {}", self.day(from.1, from.2), to.2, to.0)
            }
            Order::DayFirst | Order::MonthFirst if from.0 == to.0 => {
                format!("{} – {}", self.day(from.1, from.2), whole(to))
            }
            _ => format!("{} – {}", whole(from), whole(to)),
        }
    }
}

fn month_word(month: u8) -> Option<&'static str> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    MONTHS.get(usize::from(month).wrapping_sub(1)).copied()
}

/// What the user chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MannerChoice {
    #[default]
    System,
    DayFirst,
    MonthFirst,
    Iso,
}

impl MannerChoice {
    /// All, with the words of the menu.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::System, "As this computer is set up"),
        (Self::DayFirst, "14 Mar 2012, 1,412.5"),
        (Self::MonthFirst, "Mar 14, 2012, 1,412.5"),
        (Self::Iso, "2012-03-14, 1 412.5"),
    ];

    /// What it means on this computer.
    #[must_use]
    pub fn manner(self) -> Manner {
        match self {
            Self::System => system(),
            Self::DayFirst => Manner::PLAIN,
            Self::MonthFirst => Manner {
                order: Order::MonthFirst,
                ..Manner::PLAIN
            },
            // ISO 80000-1: a space between thousands.
            Self::Iso => Manner {
                order: Order::Iso,
                group: SPACE,
                decimal: '.',
            },
        }
    }
}

/// A space at which no line is broken.
const SPACE: char = '\u{a0}';

/// As this computer is set up.
#[must_use]
pub fn system() -> Manner {
    #[cfg(any(windows, target_os = "macos"))]
    if let Some(tag) = sys_locale::get_locale() {
        return of(&tag, &tag);
    }
    from_environment(&|name| std::env::var(name).ok())
}

/// As the variables of the environment say, in the order of POSIX: `LC_ALL`, the one of the category, `LANG`.
fn from_environment(look_up: &dyn Fn(&str) -> Option<String>) -> Manner {
    let of_category = |category: &str| {
        ["LC_ALL", category, "LANG"]
            .into_iter()
            .filter_map(look_up)
            .find(|value| !value.is_empty())
            .unwrap_or_default()
    };
    of(&of_category("LC_TIME"), &of_category("LC_NUMERIC"))
}

/// As is usual where these languages are spoken: `de_CH.UTF-8`, `pt-BR`. From the Unicode CLDR's patterns for short dates
/// and numbers.
fn of(time: &str, numeric: &str) -> Manner {
    let (language, region) = parts(time);
    let order = match (language.as_str(), region.as_str()) {
        (_, "US") => Order::MonthFirst,
        ("zh" | "ja" | "ko" | "hu" | "lt" | "sv" | "mn", _) | ("en" | "fr", "CA") => Order::Iso,
        _ => Order::DayFirst,
    };
    let (language, region) = parts(numeric);
    let (group, decimal) = match (language.as_str(), region.as_str()) {
        ("de" | "it" | "en" | "gsw", "CH") | ("de", "LI") => ('’', '.'),
        ("de" | "en", "AT") | ("en", "ZA" | "SE" | "FI") | ("pt", "PT") => (SPACE, ','),
        ("en", "DE" | "NL" | "DK" | "BE" | "SI") => ('.', ','),
        ("es", "MX" | "US" | "PR" | "GT" | "HN" | "NI" | "PA" | "PE" | "SV" | "DO") => (',', '.'),
        (
            "de" | "nl" | "da" | "it" | "es" | "pt" | "id" | "tr" | "el" | "ro" | "hr" | "sl"
            | "sr" | "bs" | "mk" | "gl" | "ca" | "eu" | "is" | "vi" | "fo" | "az",
            _,
        ) => ('.', ','),
        (
            "fr" | "ru" | "uk" | "be" | "pl" | "cs" | "sk" | "bg" | "fi" | "sv" | "nb" | "nn"
            | "no" | "hu" | "lt" | "lv" | "et" | "sq" | "hy" | "ka" | "kk" | "ky" | "uz" | "af",
            _,
        ) => (SPACE, ','),
        _ => (',', '.'),
    };
    Manner {
        order,
        group,
        decimal,
    }
}

/// Language and region of `de_CH.UTF-8@euro` or `zh-Hant-TW`.
fn parts(tag: &str) -> (String, String) {
    let tag = tag.split(['.', '@']).next().unwrap_or_default();
    let mut parts = tag.split(['_', '-']);
    let language = parts.next().unwrap_or_default().to_lowercase();
    let region = parts
        .find(|part| part.len() == 2)
        .unwrap_or_default()
        .to_uppercase();
    (language, region)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(variables: &[(&str, &str)], date: &str, number: &str) {
        let look_up = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let manner = from_environment(&look_up);
        assert_eq!(manner.date(2012, Some(3), Some(14)), date, "{variables:?}");
        assert_eq!(manner.decimal(1_412.5, 1), number, "{variables:?}");
    }

    #[test]
    fn the_environment_is_read_as_posix_says() {
        check(&[], "14 Mar 2012", "1,412.5");
        check(&[("LANG", "C.UTF-8")], "14 Mar 2012", "1,412.5");
        check(&[("LANG", "en_GB.UTF-8")], "14 Mar 2012", "1,412.5");
        check(&[("LANG", "en_US.UTF-8")], "Mar 14, 2012", "1,412.5");
        check(&[("LANG", "de_DE@euro")], "14 Mar 2012", "1.412,5");
        check(&[("LANG", "de_CH.UTF-8")], "14 Mar 2012", "1’412.5");
        check(&[("LANG", "sv_SE.UTF-8")], "2012-03-14", "1\u{a0}412,5");
        check(&[("LANG", "zh-Hant-TW")], "2012-03-14", "1,412.5");
        check(
            &[("LANG", "en_US.UTF-8"), ("LC_TIME", "en_GB.UTF-8")],
            "14 Mar 2012",
            "1,412.5",
        );
        check(
            &[("LANG", "en_US.UTF-8"), ("LC_NUMERIC", "fr_FR.UTF-8")],
            "Mar 14, 2012",
            "1\u{a0}412,5",
        );
        check(
            &[("LC_ALL", "de_DE"), ("LC_TIME", "en_US"), ("LANG", "en_US")],
            "14 Mar 2012",
            "1.412,5",
        );
        check(
            &[("LC_ALL", ""), ("LANG", "pt_BR")],
            "14 Mar 2012",
            "1.412,5",
        );
    }

    #[test]
    fn dates_and_ranges_are_said_no_longer_than_needed() {
        let check = |choice: MannerChoice, expected: [&str; 5]| {
            let manner = choice.manner();
            let day = (2012, 3, 14);
            let said = [
                manner.date(2012, Some(3), None),
                manner.day(3, 14),
                manner.range((2012, 3, 3), day),
                manner.range((2012, 2, 28), day),
                manner.range((2011, 12, 28), day),
            ];
            assert_eq!(said, expected);
            assert_eq!(manner.range(day, day), manner.date(2012, Some(3), Some(14)));
            assert_eq!(manner.date(2012, None, None), "2012");
        };
        check(
            MannerChoice::DayFirst,
            [
                "Mar 2012",
                "14 Mar",
                "3–14 Mar 2012",
                "28 Feb – 14 Mar 2012",
                "28 Dec 2011 – 14 Mar 2012",
            ],
        );
        check(
            MannerChoice::MonthFirst,
            [
                "Mar 2012",
                "Mar 14",
                "Mar 3–14, 2012",
                "Feb 28 – Mar 14, 2012",
                "Dec 28, 2011 – Mar 14, 2012",
            ],
        );
        check(
            MannerChoice::Iso,
            [
                "2012-03",
                "03-14",
                "2012-03-03 – 2012-03-14",
                "2012-02-28 – 2012-03-14",
                "2011-12-28 – 2012-03-14",
            ],
        );
    }

    #[test]
    fn numbers_are_grouped() {
        let iso = MannerChoice::Iso.manner();
        assert_eq!(iso.number(1_234_567), "1\u{a0}234\u{a0}567");
        assert_eq!(Manner::PLAIN.decimal(-0.25, 2), "-0.25");
        assert_eq!(Manner::PLAIN.decimal(12_000.0, 0), "12,000");
    }
}
