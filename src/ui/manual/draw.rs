//! Draws the blocks of a page of the manual, and says which link was followed. Knows nothing of where links lead.

use egui::{
    Align, FontFamily, Id, Image, Rect, Response, RichText, Role, Sense, TextFormat, TextureHandle,
    TextureOptions, Ui, UiBuilder, WidgetInfo, text::LayoutJob, vec2,
};

use super::{
    markdown::{Block, Run, plain},
    pages,
};
use crate::ui::{
    picture::{decode_png, shrunk},
    theme::{Colors, colors, font, radius, space, stroke},
    widgets,
};

/// Text of the manual: size and line height.
const TEXT: (f32, f32) = (14.0, 22.0);
/// The same in tables.
const CELL: (f32, f32) = (13.0, 20.0);
/// Code: size and line height.
const CODE: (f32, f32) = (12.5, 19.0);
/// How far lists stand in.
const INDENT: f32 = 22.0;

/// What drawing needs to know, and what it finds out.
pub(super) struct Drawing<'a> {
    /// Words to be lit, in lower case.
    pub lit: &'a [String],
    /// The link that was followed in this frame.
    pub followed: Option<String>,
    /// Pictures that were loaded, by file and width in pixels.
    pub pictures: &'a mut Vec<(String, usize, TextureHandle)>,
    /// Number of the piece of text drawn next, for ids that stay.
    pub next: usize,
}

#[derive(Clone, Copy)]
struct Style {
    size: f32,
    height: f32,
    bold: bool,
}

impl Drawing<'_> {
    /// Draws a block below what was drawn before, as wide as there is room.
    pub fn block(&mut self, ui: &mut Ui, block: &Block, first: bool) {
        match block {
            Block::Heading { level, runs, .. } => self.heading(ui, *level, runs, first),
            Block::Paragraph(runs) => {
                self.runs(ui, runs, style(TEXT));
                ui.add_space(space::M);
            }
            Block::List { start, items } => self.list(ui, *start, items),
            Block::Table { head, rows } => self.table(ui, head, rows),
            Block::Code(text) => self.code(ui, text),
            Block::Picture { file, alt } => self.picture(ui, file, alt),
            Block::Quote(blocks) => self.quote(ui, blocks),
            Block::Rule => {
                let (rect, _) =
                    ui.allocate_exact_size(vec2(ui.available_width(), space::XL), Sense::hover());
                widgets::hline(ui.painter(), rect, rect.center().y, colors(ui).line2);
            }
        }
    }

    fn heading(&mut self, ui: &mut Ui, level: u8, runs: &[Run], first: bool) {
        let c = colors(ui);
        if !first {
            ui.add_space(if level == 2 { space::XXL } else { space::L });
        }
        let id = match level {
            1 => font::serif_bold(font::HEADLINE.0),
            2 => font::serif_bold(font::CHART_TITLE),
            _ => font::bold(15.0),
        };
        let job = lit_job(&plain(runs), self.lit, TextFormat::simple(id, c.ink), c);
        let response = ui.add(egui::Label::new(job).wrap());
        response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, plain(runs)));
        ui.add_space(if level == 1 { space::L } else { space::S });
    }

    fn list(&mut self, ui: &mut Ui, start: Option<u64>, items: &[Vec<Block>]) {
        let c = colors(ui);
        for (at, item) in items.iter().enumerate() {
            let mark =
                start.map_or_else(|| "•".to_owned(), |start| format!("{}.", start + at as u64));
            let top = ui.cursor().top();
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                let (rect, _) = ui.allocate_exact_size(vec2(INDENT, TEXT.1), Sense::hover());
                let at = egui::pos2(rect.right() - space::M, top + TEXT.1 / 2.0);
                let anchor = egui::Align2::RIGHT_CENTER;
                widgets::text(ui, at, anchor, &mark, font::ui(TEXT.0), c.ink2);
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    for block in item {
                        match block {
                            // Points stand close together.
                            Block::Paragraph(runs) => {
                                self.runs(ui, runs, style(TEXT));
                                ui.add_space(space::XS);
                            }
                            block => self.block(ui, block, false),
                        }
                    }
                });
            });
        }
        ui.add_space(space::S);
    }

    fn quote(&mut self, ui: &mut Ui, blocks: &[Block]) {
        let c = colors(ui);
        let left = ui.cursor().left();
        let inner = ui
            .horizontal_top(|ui| {
                ui.add_space(INDENT);
                ui.vertical(|ui| {
                    for block in blocks {
                        self.block(ui, block, true);
                    }
                });
            })
            .response
            .rect;
        let bar = Rect::from_min_size(
            egui::pos2(left + space::XS, inner.top()),
            vec2(stroke::SELECTED, inner.height() - space::M),
        );
        widgets::crisp_rect(ui.painter(), bar, c.line2);
    }

    fn code(&mut self, ui: &mut Ui, text: &str) {
        let c = colors(ui);
        let width = ui.available_width();
        egui::Frame::NONE
            .fill(c.bg)
            .corner_radius(radius::CONTROL)
            .inner_margin(egui::Margin::symmetric(12, 8))
            .show(ui, |ui| {
                ui.set_width(width - 2.0 * space::L);
                self.next += 1;
                // A line of output is one line; what is longer is scrolled to.
                egui::ScrollArea::horizontal()
                    .id_salt(("code", self.next))
                    .auto_shrink([false, true])
                    .show(ui, |ui| {
                        let format = TextFormat {
                            line_height: Some(CODE.1),
                            ..TextFormat::simple(egui::FontId::monospace(CODE.0), c.ink)
                        };
                        let job = lit_job(text, self.lit, format, c);
                        ui.add(egui::Label::new(job).selectable(true).extend());
                    });
            });
        ui.add_space(space::L);
    }

    fn picture(&mut self, ui: &mut Ui, file: &str, alt: &str) {
        let c = colors(ui);
        let points = ui.available_width();
        let pixels = (points * ui.ctx().pixels_per_point()).round() as usize;
        let known = self
            .pictures
            .iter()
            .position(|(of, width, _)| of == file && *width == pixels);
        let at = known.or_else(|| {
            let image = shrunk(&decode_png(pages::picture(file)?)?, pixels);
            let texture = ui.ctx().load_texture(file, image, TextureOptions::LINEAR);
            self.pictures.retain(|(of, ..)| of != file);
            self.pictures.push((file.to_owned(), pixels, texture));
            Some(self.pictures.len() - 1)
        });
        if let Some((_, _, texture)) = at.and_then(|at| self.pictures.get(at)) {
            let size = texture.size_vec2() / ui.ctx().pixels_per_point();
            let image = Image::new((texture.id(), size)).alt_text(alt);
            let response = ui.add(image);
            let line = egui::Stroke::new(stroke::LINE, c.line2);
            ui.painter()
                .rect_stroke(response.rect, 0.0, line, egui::StrokeKind::Inside);
        }
        ui.add_space(space::S);
        let caption = RichText::new(alt).font(font::ui(font::SMALL)).color(c.ink2);
        ui.add(egui::Label::new(caption).wrap());
        ui.add_space(space::L);
    }

    fn table(&mut self, ui: &mut Ui, head: &[Vec<Run>], rows: &[Vec<Vec<Run>>]) {
        let c = colors(ui);
        let widths = self.columns(ui, head, rows);
        let all =
            std::iter::once((true, head)).chain(rows.iter().map(|row| (false, row.as_slice())));
        for (is_head, cells) in all {
            let corner = ui.cursor().min;
            let mut left = corner.x;
            let mut height = CELL.1;
            for (cell, width) in cells.iter().zip(&widths) {
                let room = Rect::from_min_size(
                    egui::pos2(left, corner.y + space::XS),
                    vec2(width - space::L, f32::INFINITY),
                );
                let look = Style {
                    bold: is_head,
                    ..style(CELL)
                };
                let inner = ui.scope_builder(
                    UiBuilder::new()
                        .max_rect(room)
                        .layout(egui::Layout::top_down(Align::Min)),
                    |ui| {
                        self.runs(ui, cell, look);
                        ui.min_rect().height()
                    },
                );
                height = height.max(inner.inner);
                left += width;
            }
            let bottom = corner.y + height + 2.0 * space::XS;
            let row =
                Rect::from_min_max(corner, egui::pos2(corner.x + ui.available_width(), bottom));
            ui.advance_cursor_after_rect(row);
            let line = if is_head { c.line2 } else { c.line };
            widgets::hline(ui.painter(), row, bottom, line);
        }
        ui.add_space(space::L);
    }

    /// Widths of the columns: as wide as their longest cell where there is room, else the wide ones share what the narrow
    /// ones leave.
    fn columns(&self, ui: &Ui, head: &[Vec<Run>], rows: &[Vec<Vec<Run>>]) -> Vec<f32> {
        let mut natural: Vec<f32> = Vec::new();
        for cells in std::iter::once(head).chain(rows.iter().map(Vec::as_slice)) {
            for (at, cell) in cells.iter().enumerate() {
                let width: f32 = cell
                    .iter()
                    .map(|run| widgets::width_of(ui, &run.text, run_font(run, CELL.0)))
                    .sum();
                let width = width + space::L + space::S;
                match natural.get_mut(at) {
                    Some(known) => *known = known.max(width),
                    None => natural.push(width),
                }
            }
        }
        let mut room = ui.available_width();
        let mut order: Vec<usize> = (0..natural.len()).collect();
        order.sort_by(|a, b| natural[*a].total_cmp(&natural[*b]));
        let mut left = order.len();
        for at in order {
            let fair = room / left as f32;
            natural[at] = natural[at].min(fair);
            room -= natural[at];
            left -= 1;
        }
        natural
    }

    /// Words that flow, with the links among them.
    fn runs(&mut self, ui: &mut Ui, runs: &[Run], look: Style) {
        let c = colors(ui);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            ui.spacing_mut().interact_size.y = look.height;
            for run in runs {
                self.next += 1;
                let bold = Run {
                    bold: run.bold || look.bold,
                    ..run.clone()
                };
                let mut format = TextFormat {
                    line_height: Some(look.height),
                    valign: Align::Center,
                    ..TextFormat::simple(run_font(&bold, look.size), c.ink)
                };
                if run.code {
                    format.background = c.bg;
                }
                if run.italic {
                    format.italics = true;
                }
                match &run.link {
                    Some(link) => self.link(ui, run, link, format),
                    None => {
                        let job = lit_job(&run.text, self.lit, format, c);
                        ui.add(egui::Label::new(job).selectable(true));
                    }
                }
            }
        });
    }

    fn link(&mut self, ui: &mut Ui, run: &Run, link: &str, mut format: TextFormat) {
        let c = colors(ui);
        let outside = !link.contains("://") && pages::target(0, link) == pages::Target::Outside;
        if outside {
            let job = lit_job(&run.text, self.lit, format, c);
            let response = ui.add(egui::Label::new(job));
            widgets::tooltip(response, "In the source code of the program", None);
            return;
        }
        format.color = c.accent;
        format.underline = egui::Stroke::new(stroke::LINE, c.accent);
        let job = lit_job(&run.text, self.lit, format, c);
        let response = ui.add(egui::Label::new(job).sense(Sense::click()));
        response.widget_info(|| WidgetInfo::labeled(Role::Link, true, run.text.as_str()));
        ring(ui, &response);
        if response.clicked() {
            self.followed = Some(link.to_owned());
        }
        let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
        if link.contains("://") {
            widgets::tooltip(response, &format!("Opens {link} in the browser"), None);
        }
    }
}

fn ring(ui: &Ui, response: &Response) {
    if response.has_focus() {
        response.scroll_to_me(None);
    }
    widgets::focus_ring(ui, response.rect, response);
}

const fn style((size, height): (f32, f32)) -> Style {
    Style {
        size,
        height,
        bold: false,
    }
}

fn run_font(run: &Run, size: f32) -> egui::FontId {
    match (run.code, run.bold) {
        (true, _) => egui::FontId::new(size - 1.0, FontFamily::Monospace),
        (false, true) => font::bold(size),
        (false, false) => font::ui(size),
    }
}

/// Text in which the words that were looked for are lit.
fn lit_job(text: &str, lit: &[String], format: TextFormat, c: &Colors) -> LayoutJob {
    let mut job = LayoutJob::default();
    let mut from = 0;
    for (start, end) in hits(text, lit) {
        let hit = TextFormat {
            background: c.hit,
            ..format.clone()
        };
        job.append(
            text.get(from..start).unwrap_or_default(),
            0.0,
            format.clone(),
        );
        job.append(text.get(start..end).unwrap_or_default(), 0.0, hit);
        from = end;
    }
    job.append(text.get(from..).unwrap_or_default(), 0.0, format);
    job
}

/// Where the words stand, in bytes; they do not overlap.
fn hits(text: &str, lit: &[String]) -> Vec<(usize, usize)> {
    let lower = text.to_lowercase();
    // A letter whose small one is longer would shift all that follows.
    if lit.is_empty() || lower.len() != text.len() {
        return Vec::new();
    }
    let mut all: Vec<(usize, usize)> = lit
        .iter()
        .filter(|word| !word.is_empty())
        .flat_map(|word| {
            lower
                .match_indices(word.as_str())
                .map(|(at, found)| (at, at + found.len()))
        })
        .filter(|(start, end)| text.is_char_boundary(*start) && text.is_char_boundary(*end))
        .collect();
    all.sort_unstable();
    let mut kept: Vec<(usize, usize)> = Vec::new();
    for (start, end) in all {
        match kept.last_mut() {
            Some((_, last)) if start < *last => *last = end.max(*last),
            _ => kept.push((start, end)),
        }
    }
    kept
}

/// The id that stays for the page as a whole: it has the keyboard while the page is read.
pub(super) fn page_id() -> Id {
    Id::unique("manual page")
}

#[cfg(test)]
mod tests {
    use super::hits;

    #[test]
    fn words_are_lit_where_they_stand() {
        let words = |list: &[&str]| {
            list.iter()
                .map(|word| (*word).to_owned())
                .collect::<Vec<_>>()
        };
        let check = |text: &str, lit: &[&str], lit_words: &[&str]| {
            let found: Vec<&str> = hits(text, &words(lit))
                .into_iter()
                .map(|(start, end)| &text[start..end])
                .collect();
            assert_eq!(found, lit_words, "{text}");
        };
        check("Water in the well", &["wat", "well"], &["Wat", "well"]);
        check("waterway", &["water", "rway"], &["waterway"]);
        check("Ünder", &["nd"], &["nd"]);
        check("nothing", &[], &[]);
        check("İstanbul well", &["well"], &[]);
    }
}
