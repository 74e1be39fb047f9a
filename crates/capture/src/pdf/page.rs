//! Whether a page is one picture, and drawing it when it is not.

use std::sync::Arc;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::content::ops::TypedInstruction as Op;
use hayro::hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use hayro::hayro_syntax::page::{Page, Rotation};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};

use super::{gauge, guard, picture};
use crate::error::{CaptureError, Result};
use crate::jpeg::markers::Scan;
use crate::limits::{Deadline, Limits};
use crate::orient::Orient;
use crate::pixels::{Layout, Pixels};

/// Dots per inch at which a page that is not one picture is drawn.
const DRAWN_DPI: f32 = 200.0;

/// How the pixels of a page are had.
#[derive(Debug, Clone)]
pub(crate) enum PageKind {
    /// The page is one JPEG, whose bytes can be handed on.
    Jpeg { orient: Orient, scan: Arc<Scan> },
    /// The page is one picture in another encoding, decoded without loss.
    Raster {
        width: u32,
        height: u32,
        layout: Layout,
        orient: Orient,
    },
    /// The page must be drawn, upright and this large.
    Drawn { width: u32, height: u32 },
}

pub(super) fn look(page: &Page<'_>, limits: &Limits) -> Result<PageKind> {
    check_content(page)?;
    if let Some(found) = sole_picture(page)
        && let Some(kind) = picture::kind(&found, limits)?
    {
        return Ok(kind);
    }
    let (width, height) = page.render_dimensions();
    // A box can be written down so large that it has no size any more.
    let sides = 1e-3..=1e9;
    if !(sides.contains(&width) && sides.contains(&height)) {
        return Err(CaptureError::damaged("pdf page size"));
    }
    let most_pixels = limits.max_pixels.min(64_000_000) as f32;
    let most_side = limits.max_side.min(30_000) as f32;
    let mut scale = DRAWN_DPI / 72.0;
    scale = scale.min(most_side / width.max(height));
    scale = scale.min((most_pixels / (width * height)).sqrt());
    let side = |v: f32| ((v * scale) as u32).max(1);
    Ok(PageKind::Drawn {
        width: side(width),
        height: side(height),
    })
}

/// All streams a page draws from are measured before anything unpacks them.
fn check_content(page: &Page<'_>) -> Result<()> {
    let raw = page.raw();
    if let Some(stream) = raw.get::<Stream<'_>>("Contents") {
        guard::stream(&stream, guard::MOST_CONTENT)?;
    } else if let Some(parts) = raw.get::<Array<'_>>("Contents") {
        for stream in parts.iter::<Stream<'_>>() {
            guard::stream(&stream, guard::MOST_CONTENT)?;
        }
    }
    let mut left = 4096;
    check_objects(&page.resources().x_objects, 4, &mut left)
}

fn check_objects(objects: &Dict<'_>, depth: u32, left: &mut u32) -> Result<()> {
    for name in objects.keys() {
        if *left == 0 {
            break;
        }
        *left -= 1;
        let Some(stream) = objects.get::<Stream<'_>>(&name) else {
            continue;
        };
        guard::stream(&stream, 2 * guard::MOST_CONTENT)?;
        if depth > 0
            && let Some(inner) = stream
                .dict()
                .get::<Dict<'_>>("Resources")
                .and_then(|r| r.get::<Dict<'_>>("XObject"))
        {
            check_objects(&inner, depth - 1, left)?;
        }
    }
    Ok(())
}

/// The one picture that makes up a page, and how it stands on it.
pub(super) struct Sole<'a> {
    pub(super) stream: Stream<'a>,
    pub(super) orient: Orient,
    /// Width and height on the page in points, before turning.
    pub(super) on_page: (f64, f64),
}

type Matrix = [f64; 6];

fn times(m: Matrix, n: Matrix) -> Matrix {
    [
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    ]
}

/// Finds the picture when the page draws it over all its area and draws nothing else that can
/// be seen. Text in render mode 3 (what a recogniser leaves behind a scan) cannot be seen.
pub(super) fn sole_picture<'a>(page: &Page<'a>) -> Option<Sole<'a>> {
    if has_annotations(page) {
        return None;
    }
    let mut matrix: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    let mut invisible_text = false;
    let mut stack = Vec::new();
    let mut found: Option<(Stream<'a>, Matrix)> = None;
    let mut ops = page.typed_operations();
    let mut budget = 100_000;
    while let Some(op) = ops.next() {
        budget -= 1;
        if budget == 0 {
            return None;
        }
        match op {
            Op::SaveState(_) if stack.len() < 64 => stack.push((matrix, invisible_text)),
            Op::RestoreState(_) => {
                if let Some(saved) = stack.pop() {
                    (matrix, invisible_text) = saved;
                }
            }
            Op::Transform(t) => {
                let t = [t.0, t.1, t.2, t.3, t.4, t.5].map(|n| n.as_f64());
                matrix = times(t, matrix);
            }
            Op::XObject(name) => {
                let stream = page.resources().get_x_object(name.0)?;
                if found.is_some() || !is_name(stream.dict(), "Subtype", b"Image") {
                    return None;
                }
                found = Some((stream, matrix));
            }
            Op::SetGraphicsState(name) => {
                let state = page.resources().get_ext_g_state(name.0)?;
                if !harmless_state(&state) {
                    return None;
                }
            }
            Op::TextRenderingMode(mode) => invisible_text = mode.0.as_f64() == 3.0,
            Op::ShowText(_)
            | Op::ShowTexts(_)
            | Op::NextLineAndShowText(_)
            | Op::ShowTextWithParameters(_) => {
                if !invisible_text {
                    return None;
                }
            }
            // A stencil would take this colour; black is what everyone starts with.
            Op::NonStrokeColorDeviceGray(c) if c.0.as_f64() != 0.0 => return None,
            Op::NonStrokeColorDeviceRgb(c) if [c.0, c.1, c.2].iter().any(|v| v.as_f64() != 0.0) => {
                return None;
            }
            // Rectangles only ever clip here: painting operators are not in this list.
            Op::NonStrokeColorDeviceGray(_)
            | Op::NonStrokeColorDeviceRgb(_)
            | Op::StrokeColorDeviceGray(_)
            | Op::StrokeColorDeviceRgb(_)
            | Op::StrokeColorCmyk(_)
            | Op::LineWidth(_)
            | Op::LineCap(_)
            | Op::LineJoin(_)
            | Op::MiterLimit(_)
            | Op::DashPattern(_)
            | Op::RenderingIntent(_)
            | Op::FlatnessTolerance(_)
            | Op::EndPath(_)
            | Op::CharacterSpacing(_)
            | Op::WordSpacing(_)
            | Op::HorizontalScaling(_)
            | Op::TextLeading(_)
            | Op::TextFont(_)
            | Op::TextRise(_)
            | Op::BeginText(_)
            | Op::EndText(_)
            | Op::NextLine(_)
            | Op::NextLineAndSetLeading(_)
            | Op::SetTextMatrix(_)
            | Op::NextLineUsingLeading(_)
            | Op::MarkedContentPoint(_)
            | Op::MarkedContentPointWithProperties(_)
            | Op::BeginMarkedContent(_)
            | Op::EndMarkedContent(_)
            | Op::BeginCompatibility(_)
            | Op::EndCompatibility(_) => {}
            // An optional layer may be switched off.
            Op::BeginMarkedContentWithProperties(c) if &**c.0 != b"OC" => {}
            Op::RectPath(r) => {
                let [x, y, w, h] = [r.0, r.1, r.2, r.3].map(|n| n.as_f64());
                let clip = bounds(times([w, 0.0, 0.0, h, x, y], matrix));
                if !covers(page, clip) {
                    return None;
                }
            }
            Op::ClipNonZero(_) | Op::ClipEvenOdd(_) => {}
            _ => return None,
        }
    }
    let (stream, m) = found?;
    stand(page, stream, m)
}

fn stand<'a>(page: &Page<'a>, stream: Stream<'a>, m: Matrix) -> Option<Sole<'a>> {
    let rect = bounds(m);
    let tiny = 1e-3 * (m[0].abs() + m[1].abs() + m[2].abs() + m[3].abs());
    let straight = m[1].abs() < tiny && m[2].abs() < tiny;
    let turned = m[0].abs() < tiny && m[3].abs() < tiny;
    if !(straight || turned) || !covers(page, rect) || sticks_out(page, rect) {
        return None;
    }
    // Where the picture's top points, with y running up the page.
    let turns = match (straight, m[3] > 0.0, m[2] > 0.0) {
        (true, true, _) => 0,
        (true, false, _) => 2,
        (false, _, true) => 1,
        (false, _, false) => 3,
    };
    let mirror = m[0] * m[3] - m[1] * m[2] < 0.0;
    let page_turns = match page.rotation() {
        Rotation::None => 0,
        Rotation::Horizontal => 1,
        Rotation::Flipped => 2,
        Rotation::FlippedHorizontal => 3,
    };
    let own = Orient { mirror, turns };
    Some(Sole {
        stream,
        orient: own.then_turn(page_turns),
        on_page: own.swap((rect[2] - rect[0], rect[3] - rect[1])),
    })
}

/// The box of the unit square under a matrix: x0, y0, x1, y1.
fn bounds(m: Matrix) -> [f64; 4] {
    let xs = [m[4], m[4] + m[0], m[4] + m[2], m[4] + m[0] + m[2]];
    let ys = [m[5], m[5] + m[1], m[5] + m[3], m[5] + m[1] + m[3]];
    let low = |v: [f64; 4]| v.into_iter().fold(f64::INFINITY, f64::min);
    let high = |v: [f64; 4]| v.into_iter().fold(f64::NEG_INFINITY, f64::max);
    [low(xs), low(ys), high(xs), high(ys)]
}

/// Within 2 % of the page on every side: scanners round page boxes to whole points.
fn covers(page: &Page<'_>, rect: [f64; 4]) -> bool {
    let b = page.intersected_crop_box();
    let (dx, dy) = ((b.x1 - b.x0) * 0.02, (b.y1 - b.y0) * 0.02);
    rect[0] <= b.x0 + dx && rect[1] <= b.y0 + dy && rect[2] >= b.x1 - dx && rect[3] >= b.y1 - dy
}

fn sticks_out(page: &Page<'_>, rect: [f64; 4]) -> bool {
    let b = page.intersected_crop_box();
    let (dx, dy) = ((b.x1 - b.x0) * 0.02, (b.y1 - b.y0) * 0.02);
    rect[0] < b.x0 - dx || rect[1] < b.y0 - dy || rect[2] > b.x1 + dx || rect[3] > b.y1 + dy
}

fn has_annotations(page: &Page<'_>) -> bool {
    let Some(list) = page.raw().get::<Array<'_>>("Annots") else {
        return false;
    };
    list.iter::<Dict<'_>>()
        .any(|a| !is_name(&a, "Subtype", b"Link") && !is_name(&a, "Subtype", b"Popup"))
}

fn harmless_state(state: &Dict<'_>) -> bool {
    let opaque = |key: &str| state.get::<f32>(key).is_none_or(|v| v >= 1.0);
    let none = |key: &str| match state.get::<Object<'_>>(key) {
        None => true,
        Some(Object::Name(n)) => matches!(&*n, b"None" | b"Normal" | b"Compatible"),
        Some(_) => false,
    };
    opaque("CA") && opaque("ca") && none("SMask") && none("BM")
}

pub(super) fn is_name(dict: &Dict<'_>, key: &str, value: &[u8]) -> bool {
    dict.get::<Name<'_>>(key).is_some_and(|n| &*n == value)
}

/// Draws a page on white paper, its rotation applied.
pub(super) fn draw(
    page: &Page<'_>,
    (width, height): (u32, u32),
    limits: &Limits,
    deadline: Deadline,
) -> Result<Pixels> {
    let (w, h) = page.render_dimensions();
    // Half a pixel above the wanted size, because the renderer cuts fractions off.
    let settings = PixmapSettings {
        x_scale: (width as f32 + 0.5) / w,
        y_scale: (height as f32 + 0.5) / h,
        bg_color: WHITE,
    };
    gauge::check(page, limits, deadline)?;
    let picture = hayro::render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &settings,
    );
    let data = picture
        .data_as_u8_slice()
        .chunks_exact(4)
        .flat_map(|p| [p[0], p[1], p[2]])
        .collect();
    let (w, h) = (picture.width().into(), picture.height().into());
    if (w, h) != (width, height) {
        return Err(CaptureError::internal("drawn size"));
    }
    Ok(Pixels::new(w, h, Layout::Rgb, data)?.grey_if_colourless(2))
}
