//! Languages by their ISO 639-1 codes, and what they are called.

/// Code of ISO 639-1 (of 639-3 where it has none of two letters), code of ISO 639-3, English name.
const LANGUAGES: &[(&str, &str, &str)] = &[
    ("af", "afr", "Afrikaans"),
    ("ak", "aka", "Akan"),
    ("am", "amh", "Amharic"),
    ("ar", "ara", "Arabic"),
    ("az", "aze", "Azerbaijani"),
    ("be", "bel", "Belarusian"),
    ("bg", "bul", "Bulgarian"),
    ("bn", "ben", "Bengali"),
    ("ca", "cat", "Catalan"),
    ("cs", "ces", "Czech"),
    ("cy", "cym", "Welsh"),
    ("da", "dan", "Danish"),
    ("de", "deu", "German"),
    ("el", "ell", "Greek"),
    ("en", "eng", "English"),
    ("eo", "epo", "Esperanto"),
    ("es", "spa", "Spanish"),
    ("et", "est", "Estonian"),
    ("fa", "pes", "Persian"),
    ("fi", "fin", "Finnish"),
    ("fr", "fra", "French"),
    ("gu", "guj", "Gujarati"),
    ("he", "heb", "Hebrew"),
    ("hi", "hin", "Hindi"),
    ("hr", "hrv", "Croatian"),
    ("hu", "hun", "Hungarian"),
    ("hy", "hye", "Armenian"),
    ("id", "ind", "Indonesian"),
    ("it", "ita", "Italian"),
    ("ja", "jpn", "Japanese"),
    ("jv", "jav", "Javanese"),
    ("ka", "kat", "Georgian"),
    ("km", "khm", "Khmer"),
    ("kn", "kan", "Kannada"),
    ("ko", "kor", "Korean"),
    ("la", "lat", "Latin"),
    ("lt", "lit", "Lithuanian"),
    ("lv", "lav", "Latvian"),
    ("mk", "mkd", "Macedonian"),
    ("ml", "mal", "Malayalam"),
    ("mr", "mar", "Marathi"),
    ("my", "mya", "Burmese"),
    ("nb", "nob", "Norwegian"),
    ("ne", "nep", "Nepali"),
    ("nl", "nld", "Dutch"),
    ("or", "ori", "Odia"),
    ("pa", "pan", "Punjabi"),
    ("pl", "pol", "Polish"),
    ("pt", "por", "Portuguese"),
    ("ro", "ron", "Romanian"),
    ("ru", "rus", "Russian"),
    ("si", "sin", "Sinhala"),
    ("sk", "slk", "Slovak"),
    ("sl", "slv", "Slovenian"),
    ("sn", "sna", "Shona"),
    ("sr", "srp", "Serbian"),
    ("sv", "swe", "Swedish"),
    ("ta", "tam", "Tamil"),
    ("te", "tel", "Telugu"),
    ("th", "tha", "Thai"),
    ("tk", "tuk", "Turkmen"),
    ("tl", "tgl", "Tagalog"),
    ("tr", "tur", "Turkish"),
    ("uk", "ukr", "Ukrainian"),
    ("ur", "urd", "Urdu"),
    ("uz", "uzb", "Uzbek"),
    ("vi", "vie", "Vietnamese"),
    ("yi", "yid", "Yiddish"),
    ("zh", "cmn", "Chinese"),
    ("zu", "zul", "Zulu"),
];

/// The ISO 639-1 code for one of ISO 639-3, such as `de` for `deu`; `None` for a language that is not listed.
#[must_use]
pub fn two_letters(three: &str) -> Option<&'static str> {
    LANGUAGES
        .iter()
        .find(|(_, code, _)| *code == three)
        .map(|(two, ..)| *two)
}

/// What a language is called in English, by its code as pages and documents state it: `de`, `de-AT`, `deu`. The code
/// itself for a language that is not listed.
#[must_use]
pub fn name(code: &str) -> &str {
    let main = code.split(['-', '_']).next().unwrap_or(code);
    LANGUAGES
        .iter()
        .find(|(two, three, _)| two.eq_ignore_ascii_case(main) || three.eq_ignore_ascii_case(main))
        .map_or(code, |(.., name)| name)
}

/// The code of a language by its English name, capitals ignored.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static str> {
    LANGUAGES
        .iter()
        .find(|(.., called)| called.eq_ignore_ascii_case(name.trim()))
        .map(|(code, ..)| *code)
}

/// A code as stated, as ISO 639-1: `en` for `en-GB`, `EN_us` and `eng`; `None` for what is no language code.
#[must_use]
pub fn normal(stated: &str) -> Option<String> {
    let main = stated.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    if let Some(two) = two_letters(&main) {
        return Some(two.to_owned());
    }
    let plain = main.len() == 2 && main.bytes().all(|b| b.is_ascii_lowercase());
    plain.then_some(main)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_as_pages_state_them() {
        for (stated, code, called) in [
            ("en-GB", Some("en"), "English"),
            ("eng", Some("en"), "English"),
            ("pt_BR", Some("pt"), "Portuguese"),
            ("FR", Some("fr"), "French"),
            ("xx", Some("xx"), "xx"),
            ("English", None, "English"),
            ("", None, ""),
        ] {
            assert_eq!(normal(stated).as_deref(), code, "{stated}");
            assert_eq!(name(stated), called, "{stated}");
        }
    }
}
