//! The preview: the file itself, scaled.

use egui::{
    Color32, ColorImage, Rect, Sense, Stroke, StrokeKind, TextureHandle, TextureOptions, Ui, pos2,
    vec2,
};

use crate::{
    jobs::{Ending, Job, Waker},
    model::picture::{PictureOptions, mm_of_pixels},
    ui::{
        picture,
        theme::{LIGHT, colors, font, space, stroke},
        widgets::{EmptyState, empty_state, number, width_of},
    },
};

/// Seconds without a change before the preview is drawn anew.
const PAUSE_SECS: f64 = 0.25;

/// The preview on its way from options to the screen.
#[derive(Default)]
pub(super) struct Preview {
    /// What it was asked for last, and at which width on screen in pixels.
    asked: Option<(PictureOptions, usize)>,
    /// What is wanted now, and since when.
    wanted: Option<((PictureOptions, usize), f64)>,
    ticket: Option<u64>,
    decoding: Option<Job<Option<ColorImage>>>,
    texture: Option<TextureHandle>,
}

impl Preview {
    /// The preview asked for last got this ticket.
    pub const fn asked(&mut self, ticket: u64) {
        self.ticket = Some(ticket);
    }

    /// What is on the picture changed, not how it is drawn.
    pub fn anew(&mut self) {
        self.asked = None;
    }

    /// A preview arrived.
    pub fn arrived(&mut self, ctx: &egui::Context, ticket: u64, png: &[u8]) {
        let Some((_, width)) = &self.asked else {
            return;
        };
        if self.ticket != Some(ticket) {
            return;
        }
        let (png, width) = (png.to_vec(), *width);
        let again = ctx.clone();
        let wake: Waker = std::sync::Arc::new(move || again.request_repaint());
        self.decoding = Some(Job::start("Preview", wake, move |_| {
            Ok(picture::decode_png(&png).map(|image| picture::shrunk(&image, width)))
        }));
    }

    /// Takes in a decoded picture.
    pub fn take(&mut self, ctx: &egui::Context) {
        let Some(ending) = self.decoding.as_ref().and_then(Job::poll) else {
            return;
        };
        self.decoding = None;
        if let Ending::Done(Some(image)) = ending {
            self.texture = Some(ctx.load_texture("export preview", image, TextureOptions::LINEAR));
        }
    }

    /// The options to draw a preview with now; `Err` with seconds to wait while changes are still coming.
    pub fn due(
        &mut self,
        options: &PictureOptions,
        across: usize,
        now: f64,
    ) -> Result<Option<PictureOptions>, f64> {
        let wanted = (options.clone(), across);
        if self.asked.as_ref() == Some(&wanted) {
            self.wanted = None;
            return Ok(None);
        }
        let since = match &self.wanted {
            Some((before, since)) if *before == wanted => *since,
            _ => now,
        };
        // The first one is wanted at once.
        let waited = if self.asked.is_none() {
            PAUSE_SECS
        } else {
            now - since
        };
        if waited < PAUSE_SECS {
            self.wanted = Some((wanted, since));
            return Err((PAUSE_SECS - waited).max(0.02));
        }
        self.asked = Some(wanted);
        self.wanted = None;
        Ok(Some(options.clone()))
    }

    /// Draws it into `rect`; returns the options it is to be drawn with next, if they are due.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        (options, problem): (&PictureOptions, Option<&str>),
        now: f64,
    ) -> Option<PictureOptions> {
        let c = colors(ui);
        ui.painter().rect_filled(rect, 0.0, c.bg);
        let room = Rect::from_min_max(rect.min + vec2(22.0, 22.0), rect.max - vec2(22.0, 52.0));
        if let Some(problem) = problem {
            let words = EmptyState {
                words: problem,
                button: None,
            };
            empty_state(ui, room, words);
            return None;
        }
        let (width, height) = (options.width as f32, options.height as f32);
        let scale = (room.width() / width).min(room.height() / height).max(0.0);
        let frame_size = vec2(
            (width * scale).floor().max(1.0),
            (height * scale).floor().max(1.0),
        );
        let frame = Rect::from_min_size(
            pos2((room.center().x - frame_size.x / 2.0).round(), room.top()),
            frame_size,
        );
        let pixels_per_point = ui.pixels_per_point();
        let across = (frame.width() * pixels_per_point).round().max(1.0) as usize;

        let response = ui.interact(frame, ui.scope_id().with("preview"), Sense::hover());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, "Preview"));
        ui.painter().rect_filled(frame, 0.0, Color32::WHITE);
        if options.transparent {
            picture::checkerboard(ui.painter(), frame);
        }
        if let Some(texture) = &self.texture {
            let uv = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            ui.painter().image(texture.id(), frame, uv, Color32::WHITE);
        } else {
            ui.painter().text(
                frame.center(),
                egui::Align2::CENTER_CENTER,
                "Drawing the preview…",
                font::ui(font::SMALL),
                LIGHT.ink3,
            );
        }
        let line = Stroke::new(stroke::LINE, c.line2);
        ui.painter()
            .rect_stroke(frame, 0.0, line, StrokeKind::Outside);
        caption_ui(ui, rect, frame, options, scale * pixels_per_point);
        let due = self.due(options, across, now);
        if let Some(wait) = due.as_ref().err() {
            ui.ctx().request_repaint_after_secs(*wait as f32);
        }
        due.ok().flatten()
    }
}

fn caption_ui(ui: &Ui, rect: Rect, frame: Rect, o: &PictureOptions, scale: f32) {
    let c = colors(ui);
    let mm = |pixels: u32| mm_of_pixels(pixels, o.dpi).round() as u64;
    let percent = (scale * 100.0).round() as u64;
    let ground = if o.transparent {
        "transparent ground"
    } else {
        "the same in both themes"
    };
    let left = format!("Preview at {}%, {ground}", number(percent));
    let right = format!(
        "{} × {} px, {} × {} mm at {} dpi",
        number(u64::from(o.width)),
        number(u64::from(o.height)),
        number(mm(o.width)),
        number(mm(o.height)),
        number(u64::from(o.dpi)),
    );
    let small = font::ui(font::SMALL);
    let (from, to) = (rect.left() + 22.0, rect.right() - 22.0);
    let y = (frame.bottom() + 18.0).min(rect.bottom() - 16.0);
    let text = |x: f32, align, words: &str| {
        ui.painter()
            .text(pos2(x, y), align, words, small.clone(), c.ink2);
    };
    text(to, egui::Align2::RIGHT_CENTER, &right);
    let both = width_of(ui, &left, small.clone()) + width_of(ui, &right, small.clone()) + space::XL;
    if both <= to - from {
        text(from, egui::Align2::LEFT_CENTER, &left);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn previews_wait_for_a_pause_in_typing() {
        let mut preview = Preview::default();
        let options = PictureOptions::default();
        assert!(
            matches!(preview.due(&options, 600, 0.0), Ok(Some(_))),
            "the first at once"
        );
        let other = PictureOptions {
            dpi: 200,
            ..options
        };
        assert!(preview.due(&other, 600, 1.0).is_err());
        assert!(preview.due(&other, 600, 1.1).is_err());
        assert!(matches!(preview.due(&other, 600, 1.3), Ok(Some(_))));
        assert_eq!(preview.due(&other, 600, 1.4), Ok(None));
    }
}
