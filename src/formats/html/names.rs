//! What the names of elements (tag, role, class, id) say they hold: menus, share bars, comments, bylines.

use super::slim;

/// What the names of the elements around a line say it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Furniture {
    Navigation,
    Sharing,
    Comments,
    Notice,
    Advertising,
    /// Who and when, as sites mark it.
    Byline,
}

/// What an element is by its tag and role.
pub fn by_tag(name: &str, role: &str) -> Option<Furniture> {
    match (name, role) {
        ("nav" | "footer" | "aside" | "menu" | "dialog" | "fieldset", _) => {
            Some(Furniture::Navigation)
        }
        (
            _,
            "navigation" | "banner" | "contentinfo" | "complementary" | "search" | "menu"
            | "menubar" | "toolbar",
        ) => Some(Furniture::Navigation),
        (_, "dialog" | "alertdialog" | "alert") => Some(Furniture::Notice),
        ("address", _) => Some(Furniture::Byline),
        _ => None,
    }
}

/// Words in the names of elements that say what they hold. A name is split at its hyphens and capitals.
const NAMES: &[(Furniture, &[&str])] = &[
    (
        Furniture::Comments,
        &[
            "comment",
            "comments",
            "commentlist",
            "commenting",
            "disqus",
            "respond",
            "replies",
            "livefyre",
            "viafoura",
            "coral",
        ],
    ),
    (
        Furniture::Sharing,
        &[
            "share",
            "sharing",
            "shares",
            "sharebar",
            "sharedaddy",
            "sharetools",
            "socials",
            "social",
            "socialshare",
            "addthis",
            "addtoany",
            "shareaholic",
            "jiathis",
            "printfriendly",
            "toolbar",
            "toolbox",
        ],
    ),
    (
        Furniture::Navigation,
        &[
            "related",
            "recirc",
            "recirculation",
            "recommended",
            "recommendations",
            "recommendation",
            "readmore",
            "readnext",
            "outbrain",
            "taboola",
            "popular",
            "mostread",
            "mostpopular",
            "trending",
            "breadcrumb",
            "breadcrumbs",
            "nav",
            "navbar",
            "navigation",
            "menu",
            "submenu",
            "pagination",
            "pager",
            "sidebar",
            "sidebars",
            "footer",
            "masthead",
            "skip",
            "taglist",
            "tags",
            "tagcloud",
            "seealso",
            "teaser",
            "teasers",
            "zergnet",
            "noprint",
            "jumplink",
            "toc",
            "morestories",
            "morenews",
            "inlinerelated",
            "relatedarticles",
            "relatedlinks",
            "relatedstories",
            "hatnote",
            "printfooter",
            "catlinks",
            "mw-editsection",
            "editsection",
            "navbox",
            "metadata",
            "reflist",
            "references",
        ],
    ),
    (
        Furniture::Notice,
        &[
            "newsletter",
            "newsletters",
            "subscribe",
            "subscription",
            "subscriptions",
            "signup",
            "cookie",
            "cookies",
            "consent",
            "gdpr",
            "onetrust",
            "paywall",
            "regwall",
            "piano",
            "modal",
            "popup",
            "lightbox",
            "overlay",
            "donate",
            "donation",
            "membership",
            "disclaimer",
            "optin",
            "toast",
        ],
    ),
    (
        Furniture::Advertising,
        &[
            "ad",
            "ads",
            "advert",
            "advertisement",
            "advertising",
            "advertorial",
            "adslot",
            "adunit",
            "adbox",
            "sponsor",
            "sponsored",
            "sponsors",
            "sponsorship",
            "promo",
            "promos",
            "promotion",
            "promobox",
            "dfp",
            "gpt",
            "banner",
            "affiliate",
            "commerce",
        ],
    ),
    (
        Furniture::Byline,
        &[
            "byline",
            "bylines",
            "dateline",
            "author",
            "authors",
            "authorbox",
            "pubdate",
            "timestamp",
            "dateblock",
            "postmeta",
            "authorbio",
            "contributors",
            "published",
            "dtreviewed",
        ],
    ),
];

/// Words beside such a name that take it back: `content-with-sidebar`, `has-comments`, `article-share-enabled`.
const TAKEN_BACK: &[&str] = &[
    "has", "with", "no", "without", "enabled", "disabled", "open", "left", "right", "content",
    "body", "main", "wrapper", "page", "story", "article", "post", "entry", "hide", "text",
];

/// What an element is by its class and id.
pub fn by_names(class: &str, id: &str) -> Option<Furniture> {
    // Frameworks that write their whole style into classes (`sm:hidden text-gray-500 …`) name nothing.
    let class = slim::head(class, 300);
    class.split_whitespace().chain([id]).find_map(by_name)
}

fn by_name(name: &str) -> Option<Furniture> {
    if name.is_empty() || name.len() > 60 {
        return None;
    }
    let words = words(name);
    let mut found = None;
    for word in &words {
        let kind = NAMES
            .iter()
            .find(|(_, list)| list.contains(&word.as_str()))
            .map(|(kind, _)| *kind);
        found = found.or(kind);
    }
    let found = found?;
    let first = words.first().map(String::as_str).unwrap_or_default();
    let last = words.last().map(String::as_str).unwrap_or_default();
    // The last word says what a thing is, the ones before it what of: "story-share", but "sidebar-content".
    let named_last = NAMES.iter().any(|(_, list)| list.contains(&last));
    let state = matches!(first, "has" | "with" | "no" | "without" | "is" | "js");
    let taken_back = !named_last && TAKEN_BACK.contains(&last) || state;
    let layout =
        matches!(found, Furniture::Navigation) && TAKEN_BACK.contains(&first) && last == "sidebar";
    (!taken_back && !layout).then_some(found)
}

/// `article-shareBar` → `article`, `share`, `bar`.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut small = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || small && c.is_uppercase() {
            if !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            if !c.is_alphanumeric() {
                small = false;
                continue;
            }
        }
        small = c.is_lowercase();
        word.extend(c.to_lowercase());
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Whether a class says that an element is a picture's caption.
pub fn is_caption(class: &str) -> bool {
    class.len() <= 200
        && class.split_whitespace().any(|name| {
            words(name).last().is_some_and(|last| {
                matches!(
                    last.as_str(),
                    "caption"
                        | "captions"
                        | "cutline"
                        | "figcaption"
                        | "imagecaption"
                        | "photocaption"
                )
            }) || name.ends_with("caption-text")
        })
}

/// Whether a class says that an element is a picture's credit.
pub fn is_credit(class: &str) -> bool {
    class.len() <= 200
        && class.split_whitespace().any(|name| {
            let words = words(name);
            let last = words.last().map(String::as_str).unwrap_or_default();
            let picture = [
                "photo", "image", "img", "picture", "caption", "media", "figure",
            ]
            .iter()
            .any(|word| words.iter().any(|w| w == word));
            matches!(last, "photocredit" | "imagecredit" | "photographer")
                || picture
                    && matches!(
                        last,
                        "credit" | "credits" | "attribution" | "source" | "copyright"
                    )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_elements_tell_furniture() {
        let check = |name, expected| assert_eq!(by_name(name), expected, "{name}");
        check("story-share", Some(Furniture::Sharing));
        check("shareTools", Some(Furniture::Sharing));
        check("related-articles", Some(Furniture::Navigation));
        check("article__byline", Some(Furniture::Byline));
        check("ad-slot-2", Some(Furniture::Advertising));
        check("newsletter-signup", Some(Furniture::Notice));
        check("has-sidebar", None);
        check("sidebar-content", None);
        check("article-body", None);
        check("header-title", None);
        check("road-map", None);
        check("no-comments", None);
    }
}
