//! Plain text: one file, one article.

use super::{FormatError, ReadOptions, Reading, decode};
use crate::model::RawArticle;

/// Reads a plain text file. What the text says about itself is left to the cleaning.
///
/// # Errors
/// When the file is empty, is not text, or is larger than can be read as one article.
pub fn read(_file_name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Reading, FormatError> {
    let decoded = decode::decode_with(bytes, options)?;
    Ok(Reading {
        format: "text",
        articles: vec![RawArticle {
            text: decoded.text,
            text_is_source: true,
            encoding: decoded.encoding.to_owned(),
            encoding_guessed: decoded.guessed,
            notes: decoded.notes,
            ..RawArticle::default()
        }],
        notes: Vec::new(),
        lost: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_is_one_article_with_its_line_ends_kept() {
        let reading = read(
            "a.txt",
            b"First line\r\nSecond line\r\n",
            &ReadOptions::default(),
        )
        .expect("a text");
        assert_eq!((reading.format, reading.notes.len()), ("text", 0));
        let [article] = reading.articles.as_slice() else {
            panic!("one article expected")
        };
        assert_eq!(article.text, "First line\r\nSecond line\r\n");
        assert!(article.text_is_source && !article.encoding_guessed);
        assert_eq!(
            (article.encoding.as_str(), &article.member),
            ("UTF-8", &None)
        );
    }
}
