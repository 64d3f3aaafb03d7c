//! Turns what egui would hand to a graphics card into a picture, without one: triangles with a color and a texture, as
//! egui's own shader blends them. The same shapes give the same bytes on every machine.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use egui::{
    ClippedPrimitive, Color32, ImageData, Mesh, Pos2, Rect, TextureId, TextureOptions,
    TexturesDelta, epaint::Primitive, epaint::Vertex,
};

struct Texture {
    size: [usize; 2],
    pixels: Vec<Color32>,
    smooth: bool,
}

/// The textures egui has loaded so far.
#[derive(Clone, Default)]
pub struct Textures(Rc<RefCell<HashMap<TextureId, Texture>>>);

impl Textures {
    pub fn count(&self) -> usize {
        self.0.borrow().len()
    }
}

impl egui_kittest::TestRenderer for Textures {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        let mut known = self.0.borrow_mut();
        let parts = std::mem::take(&mut delta.set);
        for (id, delta) in parts
            .into_iter()
            .flat_map(|(id, deltas)| deltas.into_iter().map(move |delta| (id, delta)))
        {
            let ImageData::Color(image) = &delta.image;
            let [width, height] = image.size;
            match delta.pos {
                None => {
                    let smooth =
                        delta.options.magnification == TextureOptions::LINEAR.magnification;
                    let texture = Texture {
                        size: image.size,
                        pixels: image.pixels.clone(),
                        smooth,
                    };
                    known.insert(id, texture);
                }
                Some([x, y]) => {
                    let texture = known
                        .get_mut(&id)
                        .expect("a part of a texture that is there");
                    for row in 0..height {
                        let to = (y + row) * texture.size[0] + x;
                        texture.pixels[to..to + width]
                            .copy_from_slice(&image.pixels[row * width..(row + 1) * width]);
                    }
                }
            }
        }
        for id in std::mem::take(&mut delta.free) {
            known.remove(&id);
        }
    }
}

impl Texture {
    fn texel(&self, x: i64, y: i64) -> [f32; 4] {
        let [width, height] = self.size;
        let x = x.clamp(0, width as i64 - 1) as usize;
        let y = y.clamp(0, height as i64 - 1) as usize;
        self.pixels[y * width + x].to_array().map(f32::from)
    }

    fn sample(&self, u: f32, v: f32) -> [f32; 4] {
        let (x, y) = (u * self.size[0] as f32, v * self.size[1] as f32);
        if !self.smooth {
            return self.texel(x.floor() as i64, y.floor() as i64);
        }
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let (right, below) = (x - left, y - top);
        let (left, top) = (left as i64, top as i64);
        let corners = [
            (self.texel(left, top), (1.0 - right) * (1.0 - below)),
            (self.texel(left + 1, top), right * (1.0 - below)),
            (self.texel(left, top + 1), (1.0 - right) * below),
            (self.texel(left + 1, top + 1), right * below),
        ];
        let mut sum = [0.0; 4];
        for (texel, share) in corners {
            for (sum, part) in sum.iter_mut().zip(texel) {
                *sum += part * share;
            }
        }
        sum
    }
}

/// An opaque picture, three bytes a pixel.
pub struct Picture {
    pub size: [usize; 2],
    pub pixels: Vec<[u8; 3]>,
}

/// Paints `primitives` on black, `scale` pixels a point.
pub fn paint(
    primitives: &[ClippedPrimitive],
    textures: &Textures,
    size: [usize; 2],
    scale: f32,
) -> Picture {
    let textures = textures.0.borrow();
    let mut pixels = vec![[0_u8; 3]; size[0] * size[1]];
    for ClippedPrimitive {
        clip_rect,
        primitive,
    } in primitives
    {
        let Primitive::Mesh(mesh) = primitive else {
            unreachable!("the window paints without a graphics card's own commands");
        };
        let texture = textures
            .get(&mesh.texture_id)
            .expect("a texture that egui has loaded");
        let clip = Rect::from_min_max(
            (clip_rect.min.to_vec2() * scale).to_pos2().round(),
            (clip_rect.max.to_vec2() * scale).to_pos2().round(),
        );
        mesh_on(&mut pixels, size, mesh, texture, clip, scale);
    }
    Picture { size, pixels }
}

fn mesh_on(
    pixels: &mut [[u8; 3]],
    size: [usize; 2],
    mesh: &Mesh,
    texture: &Texture,
    clip: Rect,
    scale: f32,
) {
    for corners in mesh.indices.chunks_exact(3) {
        let [a, b, c] = [corners[0], corners[1], corners[2]].map(|at| mesh.vertices[at as usize]);
        triangle_on(pixels, size, [a, b, c], texture, clip, scale);
    }
}

/// Twice the signed area of the triangle.
fn area(a: Pos2, b: Pos2, c: Pos2) -> f32 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

/// Whether pixels exactly on the edge from `a` to `b` belong to the triangle at its right: those of two neighbors belong
/// to one of them only.
fn keeps_edge(a: Pos2, b: Pos2) -> bool {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    dy < 0.0 || dy == 0.0 && dx > 0.0
}

fn triangle_on(
    pixels: &mut [[u8; 3]],
    [width, height]: [usize; 2],
    mut corners: [Vertex; 3],
    texture: &Texture,
    clip: Rect,
    scale: f32,
) {
    for corner in &mut corners {
        corner.pos = (corner.pos.to_vec2() * scale).to_pos2();
    }
    let mut whole = area(corners[0].pos, corners[1].pos, corners[2].pos);
    if whole == 0.0 {
        return;
    }
    if whole < 0.0 {
        corners.swap(1, 2);
        whole = -whole;
    }
    let [a, b, c] = corners;
    let bounds = Rect::from_points(&[a.pos, b.pos, c.pos]).intersect(clip);
    if bounds.is_negative() {
        return;
    }
    let edges =
        [(b, c), (c, a), (a, b)].map(|(from, to)| (from.pos, to.pos, keeps_edge(from.pos, to.pos)));
    let flat = a.color == b.color && b.color == c.color;
    let still = a.uv == b.uv && b.uv == c.uv;
    let texel = still.then(|| texture.sample(a.uv.x, a.uv.y));
    let from = |value: f32, most: usize| (value.floor().max(0.0) as usize).min(most);
    let to = |value: f32, most: usize| (value.ceil().max(0.0) as usize).min(most);
    for y in from(bounds.min.y, height)..to(bounds.max.y, height) {
        for x in from(bounds.min.x, width)..to(bounds.max.x, width) {
            let center = Pos2::new(x as f32 + 0.5, y as f32 + 0.5);
            if !clip.contains(center) {
                continue;
            }
            let parts = edges.map(|(from, to, keeps)| {
                let part = area(from, to, center);
                (part > 0.0 || part == 0.0 && keeps).then_some(part / whole)
            });
            let [Some(p), Some(q), Some(r)] = parts else {
                continue;
            };
            let mixed = |a: f32, b: f32, c: f32| a * p + b * q + c * r;
            let color = if flat {
                a.color.to_array().map(f32::from)
            } else {
                let [a, b, c] =
                    [a.color, b.color, c.color].map(|color| color.to_array().map(f32::from));
                std::array::from_fn(|at| mixed(a[at], b[at], c[at]))
            };
            let texel = texel.unwrap_or_else(|| {
                texture.sample(mixed(a.uv.x, b.uv.x, c.uv.x), mixed(a.uv.y, b.uv.y, c.uv.y))
            });
            let [red, green, blue, alpha]: [f32; 4] =
                std::array::from_fn(|at| color[at] * texel[at] / 255.0);
            let under = &mut pixels[y * width + x];
            for (under, over) in under.iter_mut().zip([red, green, blue]) {
                *under = (over + f32::from(*under) * (1.0 - alpha / 255.0))
                    .round()
                    .clamp(0.0, 255.0) as u8;
            }
        }
    }
}
