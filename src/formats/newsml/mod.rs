//! What agencies and feeds deliver as XML: NITF, NewsML-G2, NewsML 1, RSS and Atom. `tree` holds the elements, `body`
//! reads the words of an article, `items` the metadata around it.

mod body;
mod items;
#[cfg(test)]
mod tests;
mod tree;

use super::{FormatError, ReadOptions, Reading, compose};
use items::Found;
use tree::Tree;

/// Whether the file is one of these, by its outermost element.
#[must_use]
pub fn is_one(_file_name: &str, bytes: &[u8]) -> bool {
    root_name(bytes).is_some_and(|name| {
        matches!(
            name.as_str(),
            "nitf" | "newsMessage" | "newsItem" | "packageItem" | "NewsML" | "rss" | "feed" | "RDF"
        )
    })
}

/// The name of the outermost element, without its namespace.
fn root_name(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..16_384).unwrap_or(bytes);
    let text = match encoding_rs::Encoding::for_bom(head) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(head.get(mark..)?).0,
        None => String::from_utf8_lossy(head),
    };
    let mut rest = text.trim_start();
    loop {
        let after = rest.strip_prefix('<')?;
        let skip = if let Some(comment) = after.strip_prefix("!--") {
            5 + comment.find("-->")? + 2
        } else if after.starts_with('?') {
            1 + after.find("?>")? + 2
        } else if after.starts_with('!') {
            // An internal subset has brackets around declarations.
            let end = match (after.find('['), after.find('>')) {
                (Some(open), Some(close)) if open < close => {
                    open + after.get(open..)?.find(']')?
                        + after.get(open..)?.split_once(']')?.1.find('>')?
                        + 1
                }
                (_, close) => close?,
            };
            1 + end + 1
        } else {
            let name = after
                .split(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
                .next()?;
            return name.rsplit(':').next().map(str::to_owned);
        };
        rest = rest.get(skip..)?.trim_start();
    }
}

/// Reads the articles of an agency's file or a feed.
///
/// # Errors
/// When it is damaged or holds no text.
pub fn read(_file_name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Reading, FormatError> {
    let tree = Tree::parse(bytes, options.encoding.as_deref())?;
    let Some(root) = tree.root().children().next() else {
        let none = || "it has no element".to_owned();
        return Err(FormatError::Damaged(
            "XML",
            tree.problem.unwrap_or_else(none),
        ));
    };
    let mut found = Found::default();
    let format = match root.name() {
        "nitf" => {
            found.nitf(root);
            "nitf"
        }
        "rss" | "RDF" => {
            found.rss(root);
            "rss"
        }
        "feed" => {
            found.atom(root);
            "atom"
        }
        "NewsML" => {
            found.newsml_1(root);
            "newsml"
        }
        _ => {
            found.newsml_g2(root);
            "newsml-g2"
        }
    };
    let (mut notes, mut lost) = (Vec::new(), Vec::new());
    if let Some(problem) = &tree.problem {
        if found.articles.is_empty() {
            return Err(FormatError::Damaged("XML", problem.clone()));
        }
        lost.push(format!("Damaged and read only in part: {problem}"));
    }
    if found.articles.is_empty() {
        return Err(FormatError::NoText(found.empty_because()));
    }
    notes.extend(found.notes());
    let one = found.articles.len() == 1 && !matches!(format, "rss" | "atom");
    for (at, article) in found.articles.iter_mut().enumerate() {
        article.member = if one {
            None
        } else {
            article.member.take().or_else(|| Some((at + 1).to_string()))
        };
        article.encoding.clone_from(&tree.encoding);
        article.encoding_guessed = tree.encoding_guessed;
    }
    compose::distinct_members(&mut found.articles);
    Ok(Reading {
        format,
        articles: found.articles,
        notes,
        lost,
    })
}
