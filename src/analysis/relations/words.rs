//! The words that relative locations are written with. Lists of English newspaper prose, lowercase.

use crate::model::dates::{MONTHS, WEEKDAYS};

/// Words that may stand between a place and where it is said to lie, or before a distance.
pub(super) const HEDGES: &[&str] = &[
    "about",
    "around",
    "some",
    "roughly",
    "approximately",
    "approx",
    "approx.",
    "nearly",
    "almost",
    "over",
    "only",
    "just",
    "barely",
    "exactly",
    "more",
    "less",
    "fewer",
    "than",
    "at",
    "least",
    "most",
    "up",
    "well",
    "far",
    "further",
    "farther",
    "deep",
    "slightly",
    "directly",
    "immediately",
    "due",
    "within",
    "under",
    "an",
    "estimated",
    "distance",
    "of",
    "itself",
    "also",
    "still",
    "now",
    "merely",
    "fully",
    "a",
    "mere",
    "full",
    "little",
    "bit",
    "perhaps",
    "maybe",
    "or",
    "so",
    "short",
    "few",
    "~",
    "c.",
    "ca.",
    "another",
    "close",
    "to",
    "away",
    "lies",
    "roughly",
    "not",
];

/// Verbs that say where something lies.
pub(super) const COPULAS: &[&str] = &[
    "is",
    "was",
    "are",
    "were",
    "be",
    "being",
    "lies",
    "lie",
    "lay",
    "lying",
    "sits",
    "sat",
    "sit",
    "sitting",
    "stands",
    "stood",
    "standing",
    "located",
    "situated",
    "nestled",
    "perched",
    "nestling",
    "set",
    "found",
    "based",
    "stationed",
    "positioned",
    "located",
    "stretches",
    "straddles",
    "'s",
    "has",
    "been",
    "can",
];

/// Relative pronouns and what may stand where they do.
pub(super) const RELATIVES: &[&str] = &["which", "that", "who", "where"];

/// Marks that set off a phrase from its place.
pub(super) const BREAKS: &[&str] = &[",", "(", "—", "–", "--", "-", "[", ":", "―"];

/// Closing marks and quotation marks, which say nothing.
pub(super) const QUOTES: &[&str] = &["\"", "“", "”", "‘", "'", "''", "``", "*", "•", "·"];

/// Nouns for a settlement or another spot that can have a position. "the city" alone refers to one named before.
pub(super) const SPOTS: &[&str] = &[
    "town",
    "village",
    "city",
    "hamlet",
    "settlement",
    "capital",
    "port",
    "suburb",
    "township",
    "municipality",
    "community",
    "camp",
    "base",
    "airbase",
    "airport",
    "airfield",
    "airstrip",
    "oilfield",
    "field",
    "junction",
    "crossroads",
    "checkpoint",
    "crossing",
    "dam",
    "island",
    "islet",
    "resort",
    "refinery",
    "plant",
    "mine",
    "prison",
    "farm",
    "mountain",
    "hill",
    "monastery",
    "enclave",
    "stronghold",
    "outpost",
    "post",
    "terminal",
    "hub",
    "oasis",
    "commune",
    "parish",
    "neighborhood",
    "neighbourhood",
    "borough",
    "district",
    "province",
    "governorate",
    "region",
    "county",
    "prefecture",
    "department",
    "station",
    "site",
    "ranch",
    "reservation",
    "reserve",
    "park",
    "valley",
    "lake",
    "beach",
    "bay",
    "harbor",
    "harbour",
    "garrison",
    "barracks",
    "depot",
    "hometown",
    "birthplace",
    "kibbutz",
    "moshav",
    "facility",
    "complex",
    "factory",
    "pass",
    "gap",
    "fort",
    "fortress",
    "reef",
    "volcano",
    "place",
    "cemetery",
    "quarry",
    "reactor",
    "shelter",
    "school",
    "hospital",
    "university",
    "compound",
    "well",
    "bridge",
    "tunnel",
    "ridge",
    "hilltop",
    "roundabout",
    "intersection",
    "pipeline",
];

/// "the city", "the town": these nouns alone stand for a place named before.
pub(super) const ANAPHORS: &[&str] = &[
    "city",
    "town",
    "village",
    "capital",
    "port",
    "settlement",
    "stronghold",
    "enclave",
    "hamlet",
    "metropolis",
    "island",
];

/// Inner parts of a place: what lies so far from them lies so far from the place.
pub(super) const PARTS: &[&str] = &[
    "center",
    "centre",
    "downtown",
    "outskirts",
    "edge",
    "edges",
    "suburbs",
    "limits",
    "airport",
    "heart",
    "middle",
    "walls",
    "harbor",
    "harbour",
    "port",
];

/// Nouns that make an anchor of a line nobody can point to: "north of the border with X".
pub(super) const LINES: &[&str] = &[
    "border",
    "borders",
    "frontier",
    "boundary",
    "coast",
    "coastline",
    "coasts",
    "shore",
    "shores",
    "frontline",
    "front",
    "line",
    "river",
    "highway",
    "equator",
];

/// Function words that end a noun phrase on the way to an anchor's name.
pub(super) const STOPS: &[&str] = &[
    "in", "on", "at", "by", "with", "from", "to", "for", "into", "onto", "over", "under", "and",
    "or", "but", "which", "that", "who", "where", "when", "while", "as", "if", "than", "then",
    "because", "after", "before", "since", "until", "here", "there", "is", "are", "was", "were",
    "be", "been", "has", "have", "had", "will", "would", "can", "could", "may", "might", "he",
    "she", "it", "they", "we", "you", "i", "him", "her", "them", "his", "said", "says", "told",
    "not", "no", "so", "what", "how", "why", "did", "do", "does", "near", "between", "about",
    "against", "through", "across", "during", "without", "within", "around",
];

pub(super) const DETERMINERS: &[&str] = &[
    "the", "a", "an", "another", "its", "their", "this", "that", "one", "his", "her", "our", "any",
    "every", "each", "two", "several",
];

/// Whether the word, in small letters, is a month or a weekday: written with a capital, and no place.
pub(super) fn is_calendar(word: &str) -> bool {
    MONTHS.contains(&word) || WEEKDAYS.contains(&word)
}

/// Verbs of holding a way into a place.
pub(super) const HOLDS: &[&str] = &[
    "controls",
    "control",
    "controlled",
    "controlling",
    "commands",
    "command",
    "commanding",
    "guards",
    "guard",
    "guarding",
    "dominates",
    "dominating",
    "overlooks",
    "overlooking",
    "blocks",
    "blocking",
    "cuts",
    "cutting",
    "protects",
    "protecting",
    "defends",
    "defending",
    "provides",
    "offers",
    "gives",
    "giving",
    "providing",
    "opens",
];

/// Ways into a place.
pub(super) const WAYS: &[&str] = &[
    "access",
    "approach",
    "approaches",
    "road",
    "roads",
    "route",
    "routes",
    "gateway",
    "gateways",
    "entrance",
    "entrances",
    "entry",
    "highway",
    "gate",
    "gates",
];

/// Roads that something can lie on.
pub(super) const ROADS: &[&str] = &[
    "road",
    "highway",
    "route",
    "motorway",
    "railway",
    "expressway",
    "rail",
    "line",
    "track",
    "way",
];

/// Units of length and their kilometers.
pub(super) fn unit_km(word: &str) -> Option<f64> {
    use crate::model::relation::{KM_PER_MILE, KM_PER_NAUTICAL_MILE};
    Some(match word.trim_end_matches('.') {
        "km" | "kms" | "kilometer" | "kilometers" | "kilometre" | "kilometres" | "klick"
        | "klicks" | "kilometro" | "kilometros" => 1.0,
        "mile" | "miles" | "mi" | "mls" => KM_PER_MILE,
        "nm" | "nmi" => KM_PER_NAUTICAL_MILE,
        "meter" | "meters" | "metre" | "metres" | "m" => 0.001,
        "yard" | "yards" | "yd" | "yds" => 0.000_914_4,
        _ => return None,
    })
}

/// Numbers in words, and words that stand for a number.
pub(super) fn number(word: &str) -> Option<f64> {
    Some(match word {
        "one" | "a" | "an" => 1.0,
        "two" => 2.0,
        "three" => 3.0,
        "four" => 4.0,
        "five" => 5.0,
        "six" => 6.0,
        "seven" => 7.0,
        "eight" => 8.0,
        "nine" => 9.0,
        "ten" => 10.0,
        "eleven" => 11.0,
        "twelve" => 12.0,
        "thirteen" => 13.0,
        "fourteen" => 14.0,
        "fifteen" => 15.0,
        "sixteen" => 16.0,
        "seventeen" => 17.0,
        "eighteen" => 18.0,
        "nineteen" => 19.0,
        "twenty" => 20.0,
        "thirty" => 30.0,
        "forty" => 40.0,
        "fifty" => 50.0,
        "sixty" => 60.0,
        "seventy" => 70.0,
        "eighty" => 80.0,
        "ninety" => 90.0,
        _ => {
            let (tens, ones) = word.split_once('-')?;
            let (tens, ones) = (number(tens)?, number(ones)?);
            if tens < 20.0 || ones > 9.0 {
                return None;
            }
            tens + ones
        }
    })
}

/// Words for a number left open: the least and most they mean.
pub(super) fn vague_number(word: &str) -> Option<(f64, f64)> {
    Some(match word {
        "couple" => (1.5, 3.0),
        "few" => (2.0, 6.0),
        "several" => (3.0, 10.0),
        "dozens" | "scores" => (20.0, 100.0),
        "tens" => (20.0, 100.0),
        "hundreds" => (200.0, 1000.0),
        "thousands" => (2000.0, 10_000.0),
        _ => return None,
    })
}
