//! News agencies: how they are named, and how a text names them.

/// Agencies by the name used in tables, each with the other ways they sign. Facts from the agencies' own style.
const AGENCIES: &[(&str, &[&str])] = &[
    ("Reuters", &["Thomson Reuters", "Reuters News Agency"]),
    ("AFP", &["Agence France-Presse", "Agence France Presse"]),
    ("AP", &["Associated Press", "The Associated Press"]),
    ("UPI", &["United Press International"]),
    ("dpa", &["Deutsche Presse-Agentur", "German Press Agency"]),
    ("EFE", &["Agencia EFE", "EFE News"]),
    ("ANSA", &[]),
    ("Adnkronos", &["AKI"]),
    ("Lusa", &[]),
    ("Belga", &[]),
    ("ANP", &[]),
    ("NTB", &[]),
    ("TT", &[]),
    ("Ritzau", &[]),
    ("PAP", &["Polish Press Agency"]),
    ("CTK", &["ČTK"]),
    ("MTI", &[]),
    ("Tanjug", &[]),
    ("HINA", &[]),
    ("BTA", &[]),
    ("Interfax", &[]),
    ("TASS", &["ITAR-TASS", "Itar-Tass"]),
    ("RIA Novosti", &["RIA"]),
    ("Ukrinform", &[]),
    ("Anadolu Agency", &["Anadolu", "Anadolu Ajansi"]),
    ("Xinhua", &["Xinhua News Agency"]),
    ("Kyodo", &["Kyodo News"]),
    ("Jiji", &["Jiji Press"]),
    ("Yonhap", &["Yonhap News Agency"]),
    ("KCNA", &[]),
    ("CNA", &["Central News Agency"]),
    ("PTI", &["Press Trust of India"]),
    ("IANS", &["Indo-Asian News Service"]),
    ("ANI", &["Asian News International"]),
    ("UNI", &["United News of India"]),
    ("APP", &["Associated Press of Pakistan"]),
    ("PPI", &["Pakistan Press International"]),
    ("BSS", &["Bangladesh Sangbad Sangstha"]),
    ("Antara", &[]),
    ("Bernama", &[]),
    ("PNA", &["Philippine News Agency"]),
    ("VNA", &["Vietnam News Agency"]),
    ("AAP", &["Australian Associated Press"]),
    ("The Canadian Press", &["Canadian Press"]),
    ("PA", &["Press Association", "PA Media"]),
    ("IRNA", &["Islamic Republic News Agency"]),
    ("ISNA", &[]),
    ("Fars", &["Fars News Agency"]),
    ("SANA", &["Syrian Arab News Agency"]),
    ("NNA", &["National News Agency"]),
    ("Petra", &["Jordan News Agency"]),
    ("WAFA", &["Palestinian News Agency"]),
    ("KUNA", &["Kuwait News Agency"]),
    ("SPA", &["Saudi Press Agency"]),
    ("WAM", &["Emirates News Agency"]),
    ("QNA", &["Qatar News Agency"]),
    ("BNA", &["Bahrain News Agency"]),
    ("ONA", &["Oman News Agency"]),
    ("SABA", &["Saba"]),
    ("MENA", &["Middle East News Agency"]),
    ("SUNA", &["Sudan News Agency"]),
    ("JANA", &["Jamahiriya News Agency"]),
    ("LANA", &["Libyan News Agency"]),
    ("TAP", &["Tunis Afrique Presse"]),
    ("APS", &["Algeria Press Service"]),
    ("MAP", &["Maghreb Arab Press", "Maghreb Arabe Presse"]),
    ("PANA", &["Panapress", "Pan-African News Agency"]),
    ("GNA", &["Ghana News Agency"]),
    ("NAN", &["News Agency of Nigeria"]),
    ("ENA", &["Ethiopian News Agency"]),
    ("ZIANA", &["New Ziana"]),
    ("IRIN", &[]),
    (
        "IPS",
        &["Inter Press Service", "Inter Press Service News Agency"],
    ),
    ("Bloomberg", &["Bloomberg News"]),
    ("Dow Jones", &["Dow Jones Newswires"]),
    ("Prensa Latina", &[]),
    ("Télam", &["Telam"]),
    ("Notimex", &[]),
    ("Agência Brasil", &["Agencia Brasil"]),
    ("CMC", &["Caribbean Media Corporation"]),
];

/// Last words that make a name the name of a news service.
const SERVICE_WORDS: &[&str] = &[
    "agency",
    "agencies",
    "newswire",
    "newswires",
    "press",
    "service",
    "wire",
    "wires",
];

/// The agency known under `name`, by its name in tables. Case does not matter, a full stop at the end neither.
#[must_use]
pub fn known(name: &str) -> Option<&'static str> {
    let name = name.trim().trim_end_matches('.');
    AGENCIES
        .iter()
        .find(|(agency, others)| same(agency, name) || others.iter().any(|other| same(other, name)))
        .map(|(agency, _)| *agency)
}

/// Short names are common words in small letters ("map", "spa"), so they must be written as the agency does, or in
/// capitals.
fn same(agency: &str, name: &str) -> bool {
    if agency.len() > 5 {
        agency.eq_ignore_ascii_case(name)
    } else {
        agency == name || agency.to_uppercase() == name
    }
}

/// The agency a name in brackets, a credit or a tail means: a known one under its name in tables, any other service
/// as it is written.
#[must_use]
pub fn named(name: &str) -> Option<String> {
    let name = name.trim().trim_end_matches('.').trim();
    if let Some(agency) = known(name) {
        return Some(agency.to_owned());
    }
    // "Reuters Health", "AFP/Northern Wire": the first known name counts.
    if let Some(agency) = name.split('/').find_map(known) {
        return Some(agency.to_owned());
    }
    let last = name.rsplit(' ').next().unwrap_or_default();
    let service = SERVICE_WORDS
        .iter()
        .any(|word| last.eq_ignore_ascii_case(word));
    let words = name.split(' ').count();
    let proper = name
        .split(' ')
        .all(|word| word.starts_with(char::is_uppercase) || matches!(word, "of" | "and" | "the"));
    (service && (2..=5).contains(&words) && proper).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_to_agencies() {
        for (name, expected) in [
            ("REUTERS", Some("Reuters")),
            ("The Associated Press", Some("AP")),
            ("AFP.", Some("AFP")),
            ("AFP/Northern Wire", Some("AFP")),
            ("Northern Wire", Some("Northern Wire")),
            ("map", None),
            ("Wire", None),
            ("Harbor Post", None),
            ("he told the press", None),
        ] {
            assert_eq!(named(name).as_deref(), expected, "{name}");
        }
    }
}
