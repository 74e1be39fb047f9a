//! The printed form with its handwriting, as SVG in millimetres, drawn by resvg.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use fastrand::Rng;
use image::RgbImage;
use resvg::{tiny_skia, usvg};
use sohoa_core::record::Record;
use sohoa_core::schema::{BookType, Catalogue, Field, Kind};

/// Paper of one page.
pub const PAPER_MM: (f32, f32) = (210.0, 297.0);

pub(crate) const HANDS: [(&str, &[u8]); 3] = [
    ("Charm", include_bytes!("../../../assets/fonts/Charm.ttf")),
    ("Mali", include_bytes!("../../../assets/fonts/Mali.ttf")),
    (
        "Patrick Hand",
        include_bytes!("../../../assets/fonts/PatrickHand.ttf"),
    ),
];

/// Letters for printing and writing.
pub struct Pens {
    options: usvg::Options<'static>,
}

impl Pens {
    /// Handwriting from the assets; printed letters, and the ones no handwriting has (ƀ), from
    /// the system's Noto fonts.
    ///
    /// # Errors
    /// When the system has no Noto Serif.
    pub fn load() -> Result<Self, String> {
        let mut fonts = usvg::fontdb::Database::new();
        for (_, bytes) in HANDS {
            fonts.load_font_data(bytes.to_vec());
        }
        for name in ["NotoSerif-Regular", "NotoSerif-Bold", "NotoSans-Regular"] {
            let path = Path::new("/usr/share/fonts/truetype/noto").join(format!("{name}.ttf"));
            fonts.load_font_data(
                std::fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?,
            );
        }
        let options = usvg::Options {
            fontdb: Arc::new(fonts),
            font_family: "Noto Serif".to_owned(),
            ..usvg::Options::default()
        };
        Ok(Self { options })
    }

    /// Draws a page.
    ///
    /// # Errors
    /// When the drawing is no SVG: a fault of this program.
    pub fn draw(&self, svg: &str, dpi: f32) -> Result<RgbImage, String> {
        let tree = usvg::Tree::from_str(svg, &self.options).map_err(|e| e.to_string())?;
        let scale = dpi / 25.4;
        let (w, h) = (
            (PAPER_MM.0 * scale).round() as u32,
            (PAPER_MM.1 * scale).round() as u32,
        );
        let mut canvas = tiny_skia::Pixmap::new(w, h).ok_or("no room for a page")?;
        canvas.fill(tiny_skia::Color::WHITE);
        let fit = tiny_skia::Transform::from_scale(
            w as f32 / tree.size().width(),
            h as f32 / tree.size().height(),
        );
        resvg::render(&tree, fit, &mut canvas.as_mut());
        let rgb: Vec<u8> = canvas
            .data()
            .chunks_exact(4)
            .flat_map(|p| [p[0], p[1], p[2]])
            .collect();
        RgbImage::from_raw(w, h, rgb).ok_or_else(|| "a page of another size".to_owned())
    }
}

/// The SVG of one page with the given cases, from top to bottom.
#[must_use]
pub fn svg(
    catalogue: &Catalogue,
    book_type: &BookType,
    cases: &[&Record],
    page_no: usize,
    rng: &mut Rng,
) -> String {
    let (w, h) = PAPER_MM;
    let paper = ["#fbf6e6", "#f7f1de", "#fdfaf0", "#f4eeda"][rng.usize(..4)];
    let ink = ["#1d2f6f", "#20242c", "#2b3a8c", "#3a2f5f"][rng.usize(..4)];
    let hand = HANDS[rng.usize(..HANDS.len())].0;
    let mut out = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}"><rect width="{w}" height="{h}" fill="{paper}"/>"##
    );
    let _ = write!(
        out,
        r##"<text x="{}" y="9" font-size="3" fill="#555" text-anchor="end">Trang {page_no}</text>"##,
        w - 14.0
    );
    let room = h / cases.len() as f32;
    for (nth, record) in cases.iter().enumerate() {
        let top = room * nth as f32;
        if nth > 0 {
            let _ = write!(
                out,
                r##"<line x1="8" x2="{}" y1="{top}" y2="{top}" stroke="#333" stroke-width=".5"/>"##,
                w - 8.0
            );
        }
        let form = Form {
            catalogue,
            book_type,
            record,
            ink,
            hand,
            small: cases.len() > 1,
        };
        form.draw(&mut out, top, room, rng);
    }
    out.push_str("</svg>");
    out
}

struct Form<'a> {
    catalogue: &'a Catalogue,
    book_type: &'a BookType,
    record: &'a Record,
    ink: &'static str,
    hand: &'static str,
    small: bool,
}

impl Form<'_> {
    fn draw(&self, out: &mut String, top: f32, room: f32, rng: &mut Rng) {
        let (left, right) = (16.0, PAPER_MM.0 - 14.0);
        let mut rows: Vec<Line<'_>> = Vec::new();
        for section in &self.book_type.sections {
            let fields: Vec<(usize, &Field)> = self
                .book_type
                .fields
                .iter()
                .enumerate()
                .filter(|(index, f)| {
                    &f.section == section
                        && !f.rare
                        && (!self.small || f.expected || !self.record.text(*index).is_empty())
                })
                .collect();
            if fields.is_empty() {
                continue;
            }
            rows.push(Line::Heading(section));
            let mut rest = fields.as_slice();
            while let Some((first, tail)) = rest.split_first() {
                // Two short fields share a line, as on the printed forms.
                match tail.split_first() {
                    Some((second, tail)) if short(first.1) && short(second.1) => {
                        rows.push(Line::Fields(vec![*first, *second]));
                        rest = tail;
                    }
                    _ => {
                        rows.push(Line::Fields(vec![*first]));
                        rest = tail;
                    }
                }
            }
        }
        let title = if self.small { 4.0 } else { 6.0 };
        let mut y = top + title + 6.0;
        let _ = write!(
            out,
            r##"<text x="105" y="{y}" font-size="{title}" font-weight="bold" fill="#222" text-anchor="middle">{}</text>"##,
            upper(&self.book_type.title)
        );
        let step = ((top + room - 5.0 - y) / rows.len() as f32).min(8.4);
        for row in rows {
            y += step;
            match row {
                Line::Heading(section) => {
                    let _ = write!(
                        out,
                        r##"<text x="{left}" y="{y}" font-size="{}" font-weight="bold" fill="#333">{}</text>"##,
                        step * 0.5,
                        escaped(section)
                    );
                }
                Line::Fields(fields) => {
                    let share = (right - left) / fields.len() as f32;
                    for (nth, (index, field)) in fields.into_iter().enumerate() {
                        self.field(
                            out,
                            left + share * nth as f32,
                            share - 3.0,
                            y,
                            step,
                            index,
                            field,
                            rng,
                        );
                    }
                }
            }
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn field(
        &self,
        out: &mut String,
        x: f32,
        width: f32,
        y: f32,
        step: f32,
        index: usize,
        field: &Field,
        rng: &mut Rng,
    ) {
        let label = format!("{}:", field.label);
        let print = step * 0.42;
        // Noto Serif is about half as wide as high.
        let label_width = label.chars().count() as f32 * print * 0.5 + 1.0;
        let _ = write!(
            out,
            r##"<text x="{x}" y="{y}" font-size="{print}" fill="#333">{}</text>"##,
            escaped(&label)
        );
        let from = x + label_width.min(width * 0.7);
        let _ = write!(
            out,
            r##"<line x1="{from}" x2="{}" y1="{1}" y2="{1}" stroke="#888" stroke-width=".18" stroke-dasharray=".3 .9"/>"##,
            x + width,
            y + 0.6
        );
        let said = said(self.catalogue, self.record, index, field);
        if said.is_empty() {
            return;
        }
        let most = (x + width - from) / (said.chars().count() as f32 * 0.46).max(1.0);
        let size = (step * 0.72).min(most.max(step * 0.38));
        let tilt = rng.f32() * 1.6 - 0.8;
        let at = y - rng.f32() * 0.5;
        let _ = write!(
            out,
            r##"<text x="{}" y="{at}" font-family="{}, Noto Sans" font-size="{size}" fill="{}" transform="rotate({tilt} {from} {at})">{}</text>"##,
            from + 1.0,
            self.hand,
            self.ink,
            escaped(&said)
        );
    }
}

/// What a clerk of that time wrote: words for codes, slashes in dates.
pub(crate) fn said(catalogue: &Catalogue, record: &Record, index: usize, field: &Field) -> String {
    let text = record.text(index);
    match field.kind {
        Kind::Code => catalogue
            .codes_of(field)
            .iter()
            .find(|c| c.code == text)
            .map_or(text, |c| &c.label)
            .to_owned(),
        Kind::Date => text.replace('.', "/"),
        _ => text.to_owned(),
    }
}

enum Line<'a> {
    Heading(&'a str),
    Fields(Vec<(usize, &'a Field)>),
}

fn short(field: &Field) -> bool {
    matches!(
        field.kind,
        Kind::Date
            | Kind::Ethnicity
            | Kind::Nationality
            | Kind::RegistrationNo
            | Kind::VolumeNo
            | Kind::PageNo
            | Kind::IdNumber
            | Kind::Time
    ) || matches!(
        field.list.as_deref(),
        Some("gioiTinh" | "loaiCuTru" | "loaiGiayToTuyThan")
    )
}

fn upper(text: &str) -> String {
    escaped(&text.to_uppercase())
}

pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
