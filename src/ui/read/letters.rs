//! Letters of the open article that no font of the window has: a font of the system is asked for, and put into the window
//! when it comes.

use std::collections::BTreeSet;

use egui::{
    FontData, Ui,
    epaint::text::{FontInsert, FontPriority, InsertFontFamily},
};

use crate::{
    model::ArticleId,
    ui::{context::Cx, theme::font},
    workspace::views::ReaderArticle,
};

/// Letters asked for at once: enough to tell which font is the right one.
const ASKED: usize = 64;

/// Fonts of the system put into the window for one article at most.
const MOST: usize = 4;

/// What the reader knows of letters and fonts.
#[derive(Debug, Default)]
pub(super) struct Letters {
    /// The article that was looked through, and the length of its text.
    seen: Option<(ArticleId, usize)>,
    /// Letters that a font is being looked for, by number.
    wanted: String,
    /// Letters that no font has.
    lost: String,
    fonts: usize,
}

impl Letters {
    /// Letters that a font is looked for.
    pub(super) fn wanted(&self) -> Option<String> {
        (!self.wanted.is_empty()).then(|| self.wanted.clone())
    }

    /// What to say of letters that cannot be shown; `None` when all can.
    pub(super) fn note(&self) -> Option<String> {
        let first = self.lost.chars().next()?;
        let count = self.lost.chars().count();
        let few = if count < ASKED { "" } else { "at least " };
        let letters = if count == 1 { "letter" } else { "letters" };
        Some(format!(
            "No font of this computer has {few}{count} {letters} of this article (such as U+{:04X}), so boxes stand for \
             them. Install one, such as Noto Sans CJK, and start Dateline again",
            u32::from(first)
        ))
    }

    /// Looks through an article that is new, and takes in the font that was found.
    pub(super) fn follow(&mut self, ui: &Ui, article: &ReaderArticle, cx: &Cx<'_>) {
        let key = (article.id, article.reading_text.len());
        if self.seen != Some(key) {
            if self.seen.is_none_or(|(id, _)| id != article.id) {
                self.fonts = 0;
            }
            self.seen = Some(key);
            self.lost.clear();
            self.wanted = missing(ui, article);
        }
        if self.wanted.is_empty() {
            return;
        }
        let found = cx.views().font.value();
        let Some(found) = found.filter(|found| found.letters == self.wanted) else {
            return;
        };
        match &found.font {
            Some(font) if self.fonts < MOST => {
                let data = FontData {
                    index: font.index,
                    ..FontData::from_owned(font.bytes.clone())
                };
                let families = font::families().into_iter().map(|family| InsertFontFamily {
                    family,
                    priority: FontPriority::Lowest,
                });
                let name = format!("system {} {}", font.name, font.index);
                let insert = FontInsert::new(&name, data, families.collect());
                ui.ctx().add_font(insert);
                self.fonts += 1;
                // It can be used from the next frame on, and may lack some letters itself.
                self.seen = None;
                self.wanted.clear();
                ui.ctx().request_repaint();
            }
            _ => self.lost = std::mem::take(&mut self.wanted),
        }
    }
}

/// Letters of an article that no font of the window has, each once, the first by number.
fn missing(ui: &Ui, article: &ReaderArticle) -> String {
    let text = &article.reading_text;
    if text.is_ascii() {
        return String::new();
    }
    let mut seen = BTreeSet::new();
    let mut before = ' ';
    for letter in text
        .chars()
        .filter(|c| !c.is_ascii() && c.is_alphanumeric())
    {
        // Most texts repeat few letters many times.
        if letter != before {
            seen.insert(letter);
            before = letter;
        }
    }
    let serif = font::serif(font::READER.0);
    ui.fonts_mut(|fonts| {
        seen.into_iter()
            .filter(|letter| !fonts.has_glyph(&serif, *letter))
            .take(ASKED)
            .collect()
    })
}
