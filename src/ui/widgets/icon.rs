//! Icons drawn as strokes on a grid of 16, so that they are sharp at every text size and take any color.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, vec2};

use crate::ui::theme::{size, stroke};

/// The pictures on buttons and in rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Icon {
    Search,
    Undo,
    Redo,
    Import,
    Export,
    Filter,
    Add,
    Minus,
    Close,
    More,
    Up,
    Down,
    Left,
    Right,
    Star,
    /// A filled star.
    Starred,
    Tag,
    Cite,
    Source,
    Calendar,
    Pin,
    Table,
    /// Two columns.
    Columns,
    Stack,
    Split,
    Swap,
    Warning,
    Check,
    Fit,
    Folder,
    File,
    Play,
    Pause,
    /// A marker pen over a line.
    Marker,
    /// A sheet with writing.
    Note,
}

enum Part {
    Line(&'static [(f32, f32)]),
    Closed(&'static [(f32, f32)]),
    Circle(f32, f32, f32),
    Dot(f32, f32, f32),
    /// Center, radius, from and to in degrees, clockwise from the right.
    Arc(f32, f32, f32, f32, f32),
}

use Part::{Arc, Circle, Closed, Dot, Line};

const STAR: &[(f32, f32)] = &[
    (8.0, 2.2),
    (9.75, 5.95),
    (13.8, 6.45),
    (10.8, 9.25),
    (11.6, 13.3),
    (8.0, 11.3),
    (4.4, 13.3),
    (5.2, 9.25),
    (2.2, 6.45),
    (6.25, 5.95),
];

impl Icon {
    const fn parts(self) -> &'static [Part] {
        match self {
            Self::Search => &[Circle(7.0, 7.0, 4.25), Line(&[(10.2, 10.2), (13.8, 13.8)])],
            Self::Undo => &[
                Line(&[(5.5, 2.75), (2.5, 5.75), (5.5, 8.75)]),
                Line(&[(2.5, 5.75), (9.5, 5.75)]),
                Arc(9.5, 9.5, 3.75, -90.0, 90.0),
                Line(&[(9.5, 13.25), (6.0, 13.25)]),
            ],
            Self::Redo => &[
                Line(&[(10.5, 2.75), (13.5, 5.75), (10.5, 8.75)]),
                Line(&[(13.5, 5.75), (6.5, 5.75)]),
                Arc(6.5, 9.5, 3.75, 90.0, 270.0),
                Line(&[(6.5, 13.25), (10.0, 13.25)]),
            ],
            Self::Import => &[
                Line(&[(8.0, 2.0), (8.0, 9.8)]),
                Line(&[(4.8, 6.8), (8.0, 10.0), (11.2, 6.8)]),
                Line(&[(2.5, 9.5), (2.5, 13.5), (13.5, 13.5), (13.5, 9.5)]),
            ],
            Self::Export => &[
                Line(&[(8.0, 2.4), (8.0, 10.2)]),
                Line(&[(4.8, 5.4), (8.0, 2.2), (11.2, 5.4)]),
                Line(&[(2.5, 9.5), (2.5, 13.5), (13.5, 13.5), (13.5, 9.5)]),
            ],
            Self::Filter => &[Closed(&[
                (2.2, 2.8),
                (13.8, 2.8),
                (9.4, 8.2),
                (9.4, 13.2),
                (6.6, 11.8),
                (6.6, 8.2),
            ])],
            Self::Add => &[
                Line(&[(8.0, 3.0), (8.0, 13.0)]),
                Line(&[(3.0, 8.0), (13.0, 8.0)]),
            ],
            Self::Minus => &[Line(&[(3.0, 8.0), (13.0, 8.0)])],
            Self::Play => &[Closed(&[(4.5, 2.8), (12.8, 8.0), (4.5, 13.2)])],
            Self::Pause => &[
                Line(&[(5.2, 3.2), (5.2, 12.8)]),
                Line(&[(10.8, 3.2), (10.8, 12.8)]),
            ],
            Self::Close => &[
                Line(&[(4.0, 4.0), (12.0, 12.0)]),
                Line(&[(12.0, 4.0), (4.0, 12.0)]),
            ],
            Self::More => &[Dot(3.2, 8.0, 1.3), Dot(8.0, 8.0, 1.3), Dot(12.8, 8.0, 1.3)],
            Self::Up => &[Line(&[(4.0, 10.0), (8.0, 6.0), (12.0, 10.0)])],
            Self::Down => &[Line(&[(4.0, 6.0), (8.0, 10.0), (12.0, 6.0)])],
            Self::Left => &[Line(&[(10.0, 4.0), (6.0, 8.0), (10.0, 12.0)])],
            Self::Right => &[Line(&[(6.0, 4.0), (10.0, 8.0), (6.0, 12.0)])],
            Self::Star | Self::Starred => &[Closed(STAR)],
            Self::Tag => &[
                Closed(&[(2.5, 2.5), (7.5, 2.5), (13.5, 8.5), (8.5, 13.5), (2.5, 7.5)]),
                Circle(5.3, 5.3, 0.9),
            ],
            Self::Cite => &[
                Dot(4.9, 9.2, 1.9),
                Line(&[(3.5, 9.2), (3.6, 7.4), (4.4, 5.9), (6.2, 4.8)]),
                Dot(10.9, 9.2, 1.9),
                Line(&[(9.5, 9.2), (9.6, 7.4), (10.4, 5.9), (12.2, 4.8)]),
            ],
            Self::Source => &[
                Closed(&[
                    (3.5, 1.8),
                    (9.5, 1.8),
                    (12.5, 4.8),
                    (12.5, 14.2),
                    (3.5, 14.2),
                ]),
                Line(&[(9.3, 2.0), (9.3, 5.0), (12.3, 5.0)]),
                Line(&[(5.8, 8.2), (10.2, 8.2)]),
                Line(&[(5.8, 11.0), (10.2, 11.0)]),
            ],
            Self::Calendar => &[
                Closed(&[(2.5, 3.5), (13.5, 3.5), (13.5, 13.5), (2.5, 13.5)]),
                Line(&[(2.5, 6.8), (13.5, 6.8)]),
                Line(&[(5.3, 1.8), (5.3, 4.6)]),
                Line(&[(10.7, 1.8), (10.7, 4.6)]),
            ],
            Self::Pin => &[
                Arc(8.0, 6.4, 4.4, 150.0, 390.0),
                Line(&[(4.19, 8.6), (8.0, 14.2), (11.81, 8.6)]),
                Circle(8.0, 6.4, 1.5),
            ],
            Self::Table => &[
                Closed(&[(2.0, 2.8), (14.0, 2.8), (14.0, 13.2), (2.0, 13.2)]),
                Line(&[(2.0, 6.2), (14.0, 6.2)]),
                Line(&[(2.0, 9.7), (14.0, 9.7)]),
                Line(&[(6.4, 2.8), (6.4, 13.2)]),
            ],
            Self::Columns => &[
                Closed(&[(2.0, 2.8), (14.0, 2.8), (14.0, 13.2), (2.0, 13.2)]),
                Line(&[(8.0, 2.8), (8.0, 13.2)]),
                Line(&[(4.2, 6.2), (6.0, 6.2)]),
                Line(&[(4.2, 9.4), (6.0, 9.4)]),
                Line(&[(10.0, 6.2), (11.8, 6.2)]),
                Line(&[(10.0, 9.4), (11.8, 9.4)]),
            ],
            Self::Stack => &[
                Closed(&[(8.0, 2.2), (14.0, 5.3), (8.0, 8.4), (2.0, 5.3)]),
                Line(&[(2.0, 8.3), (8.0, 11.4), (14.0, 8.3)]),
                Line(&[(2.0, 11.2), (8.0, 14.3), (14.0, 11.2)]),
            ],
            Self::Split => &[
                Line(&[(8.0, 14.0), (8.0, 9.0), (3.5, 4.0)]),
                Line(&[(8.0, 9.0), (12.5, 4.0)]),
                Line(&[(3.3, 7.2), (3.3, 3.6), (6.8, 3.6)]),
                Line(&[(12.7, 7.2), (12.7, 3.6), (9.2, 3.6)]),
            ],
            Self::Swap => &[
                Line(&[(2.5, 5.4), (13.0, 5.4)]),
                Line(&[(10.4, 2.8), (13.2, 5.4)]),
                Line(&[(13.5, 10.6), (3.0, 10.6)]),
                Line(&[(5.6, 13.2), (2.8, 10.6)]),
            ],
            Self::Warning => &[
                Closed(&[(8.0, 2.2), (14.4, 13.4), (1.6, 13.4)]),
                Line(&[(8.0, 6.4), (8.0, 9.8)]),
                Dot(8.0, 11.6, 0.8),
            ],
            Self::Check => &[Line(&[(3.2, 8.4), (6.5, 11.6), (12.8, 4.6)])],
            Self::Fit => &[
                Line(&[(2.5, 6.0), (2.5, 2.5), (6.0, 2.5)]),
                Line(&[(10.0, 2.5), (13.5, 2.5), (13.5, 6.0)]),
                Line(&[(13.5, 10.0), (13.5, 13.5), (10.0, 13.5)]),
                Line(&[(6.0, 13.5), (2.5, 13.5), (2.5, 10.0)]),
            ],
            Self::Marker => &[
                Closed(&[(9.2, 2.4), (13.0, 6.2), (7.6, 11.2), (4.4, 8.0)]),
                Line(&[(4.4, 8.0), (3.2, 11.8), (7.6, 11.2)]),
                Line(&[(2.5, 14.0), (13.5, 14.0)]),
            ],
            Self::Note => &[
                Closed(&[
                    (2.8, 2.8),
                    (13.2, 2.8),
                    (13.2, 9.6),
                    (9.6, 13.2),
                    (2.8, 13.2),
                ]),
                Line(&[(13.2, 9.6), (9.6, 9.6), (9.6, 13.2)]),
                Line(&[(5.4, 5.8), (10.6, 5.8)]),
                Line(&[(5.4, 8.4), (8.2, 8.4)]),
            ],
            Self::Folder => &[Closed(&[
                (2.0, 3.5),
                (6.4, 3.5),
                (7.8, 5.2),
                (14.0, 5.2),
                (14.0, 12.8),
                (2.0, 12.8),
            ])],
            Self::File => &[
                Closed(&[
                    (3.5, 1.8),
                    (9.5, 1.8),
                    (12.5, 4.8),
                    (12.5, 14.2),
                    (3.5, 14.2),
                ]),
                Line(&[(9.3, 2.0), (9.3, 5.0), (12.3, 5.0)]),
            ],
        }
    }

    /// Paints the icon around `center`, 16 points wide times `scale`.
    pub fn paint_scaled(self, painter: &Painter, center: Pos2, color: Color32, scale: f32) {
        let unit = size::ICON / 16.0 * scale;
        let corner = center - vec2(8.0, 8.0) * unit;
        let at = |&(x, y): &(f32, f32)| corner + vec2(x, y) * unit;
        let line = Stroke::new(stroke::ICON * scale.clamp(0.85, 1.5), color);
        for part in self.parts() {
            match part {
                Line(points) => {
                    painter.add(Shape::line(points.iter().map(at).collect(), line));
                }
                Closed(points) => {
                    let points: Vec<Pos2> = points.iter().map(at).collect();
                    if self == Self::Starred {
                        fill_star(painter, &points, color);
                    }
                    painter.add(Shape::closed_line(points, line));
                }
                Circle(x, y, r) => {
                    painter.circle_stroke(at(&(*x, *y)), r * unit, line);
                }
                Dot(x, y, r) => {
                    painter.circle_filled(at(&(*x, *y)), r * unit, color);
                }
                Arc(x, y, r, from, to) => {
                    let steps = 16;
                    let points = (0..=steps).map(|i| {
                        let angle = (from + (to - from) * i as f32 / steps as f32).to_radians();
                        at(&(x + r * angle.cos(), y + r * angle.sin()))
                    });
                    painter.add(Shape::line(points.collect(), line));
                }
            }
        }
    }

    /// Paints the icon around `center` at its normal size.
    pub fn paint(self, painter: &Painter, center: Pos2, color: Color32) {
        self.paint_scaled(painter, center, color, 1.0);
    }

    /// Paints the icon in the middle of `rect`.
    pub fn paint_in(self, painter: &Painter, rect: Rect, color: Color32) {
        self.paint(painter, rect.center(), color);
    }
}

/// egui fills convex shapes only, and a star is none: five tips and the middle are filled apart.
fn fill_star(painter: &Painter, points: &[Pos2], color: Color32) {
    let inner: Vec<Pos2> = points.iter().skip(1).step_by(2).copied().collect();
    painter.add(Shape::convex_polygon(inner.clone(), color, Stroke::NONE));
    for (index, tip) in points.iter().step_by(2).enumerate() {
        let (Some(right), Some(left)) = (inner.get(index), inner.get((index + 4) % 5)) else {
            continue;
        };
        painter.add(Shape::convex_polygon(
            vec![*tip, *right, *left],
            color,
            Stroke::NONE,
        ));
    }
}
