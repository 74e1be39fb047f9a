//! The minutes as a PDF of A4 pages, with the letters that are used embedded and copyable, and the curve as lines.

mod lay;
mod plot;
mod text;

use krilla::Document;
use krilla::color::luma;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;

use chrono::Datelike;
use sohoa_core::messages::Messages;

use self::lay::{HEIGHT, Op, WIDTH, lay};
use self::text::Fonts;
use super::Minutes;
use super::blocks::{Block, Face, printable};

/// Writes them.
pub(super) fn write(
    blocks: &[Block],
    minutes: &Minutes,
    messages: &Messages,
) -> Result<Vec<u8>, String> {
    let fonts = Fonts::new()?;
    let mut pages = lay(&fonts, blocks);
    let all = pages.len();
    for (page, nth) in pages.iter_mut().zip(1_usize..) {
        let args = [("page", nth.to_string()), ("pages", all.to_string())];
        let text = messages.text("minutes_page", &args);
        let width = fonts.shape(Face::Regular, &text).width * 10.0;
        page.push(Op::Text {
            x: (WIDTH - width) / 2.0,
            y: HEIGHT - 34.0,
            face: Face::Regular,
            size: 10.0,
            text,
        });
    }
    let mut document = Document::new();
    let date = minutes.date;
    let part = |number: u32| u8::try_from(number).unwrap_or(1);
    let day = DateTime::new(u16::try_from(date.year()).unwrap_or(0));
    let title = [
        messages.text("minutes_title", &[]),
        messages.text("minutes_title_of", &[]),
        minutes.number.clone(),
    ];
    document.set_metadata(
        Metadata::new()
            .title(printable(title.join(" ").trim()))
            .language("vi".to_owned())
            .creation_date(day.month(part(date.month())).day(part(date.day()))),
    );
    let size = PageSettings::from_wh(WIDTH, HEIGHT).ok_or("page size")?;
    for ops in pages {
        let mut page = document.start_page_with(size.clone());
        let mut surface = page.surface();
        for op in ops {
            draw(&mut surface, &fonts, op);
        }
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|e| format!("{e:?}"))
}

fn draw(surface: &mut Surface<'_>, fonts: &Fonts, op: Op) {
    match op {
        Op::Text {
            x,
            y,
            face,
            size,
            text,
        } => {
            surface.set_stroke(None);
            surface.set_fill(Some(ink(0)));
            let shaped = fonts.shape(face, &text);
            let start = Point::from_xy(x, y);
            surface.draw_glyphs(start, &shaped.glyphs, fonts.draws(face), &text, size, false);
        }
        Op::Line {
            points,
            width,
            grey,
            dashed,
        } => {
            let mut path = PathBuilder::new();
            for (at, (x, y)) in points.into_iter().enumerate() {
                match at {
                    0 => path.move_to(x, y),
                    _ => path.line_to(x, y),
                }
            }
            let Some(path) = path.finish() else {
                return;
            };
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke {
                paint: luma::Color::new(grey).into(),
                width,
                dash: dashed.then(|| StrokeDash {
                    array: vec![4.0, 3.0],
                    offset: 0.0,
                }),
                ..Stroke::default()
            }));
            surface.draw_path(&path);
        }
        Op::Ground { x, y, w, h } => {
            let mut path = PathBuilder::new();
            if let Some(rect) = Rect::from_xywh(x, y, w, h) {
                path.push_rect(rect);
            }
            if let Some(path) = path.finish() {
                surface.set_stroke(None);
                surface.set_fill(Some(ink(236)));
                surface.draw_path(&path);
            }
        }
        Op::Picture { x, y, w, h, image } => {
            if let Some(size) = Size::from_wh(w, h) {
                surface.push_transform(&Transform::from_translate(x, y));
                surface.draw_image(image, size);
                surface.pop();
            }
        }
    }
}

fn ink(grey: u8) -> Fill {
    Fill {
        paint: luma::Color::new(grey).into(),
        ..Fill::default()
    }
}
