//! Letters: put in order by a shaper, measured, broken into lines.

use std::cell::RefCell;
use std::collections::HashMap;

use harfrust::{Direction, FontRef, ShapeOptions, ShapePlan, ShaperData, UnicodeBuffer, script};
use krilla::text::{Font, GlyphId, KrillaGlyph};

use crate::minutes::blocks::Face;

const REGULAR: &[u8] = include_bytes!("../../../../../assets/fonts/NotoSerif-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../../../../assets/fonts/NotoSerif-Bold.ttf");
const ITALIC: &[u8] = include_bytes!("../../../../../assets/fonts/NotoSerif-Italic.ttf");

/// Of the three faces, in parts of their size; taken from the font.
pub(super) const ASCENT: f32 = 0.86;
/// From one base line to the next. The font itself asks for 1.36, which is for much taller marks.
pub(super) const LEADING: f32 = 1.3;

/// One face, ready to shape and to draw with.
struct Letters {
    font: FontRef<'static>,
    data: ShaperData,
    plan: ShapePlan,
    draws: Font,
    units: f32,
}

/// The faces that the program brings along.
pub(super) struct Fonts {
    faces: [Letters; 3],
    /// Widths of words that were measured, at size one: most words of a table come again and again.
    widths: RefCell<HashMap<(Face, String), f32>>,
}

/// Letters in their places.
pub(super) struct Shaped {
    pub glyphs: Vec<KrillaGlyph>,
    /// At size one.
    pub width: f32,
}

impl Fonts {
    /// Reads the fonts.
    pub(super) fn new() -> Result<Self, &'static str> {
        let letters = |bytes: &'static [u8]| {
            let font = FontRef::new(bytes).map_err(|_| "font")?;
            let draws = Font::new(bytes.into(), 0).ok_or("font")?;
            let units = draws.units_per_em();
            let data = ShaperData::new(&font);
            let shaper = data.shaper(&font).build();
            let plan = ShapePlan::new(
                &shaper,
                Direction::LeftToRight,
                Some(script::LATIN),
                None,
                &[],
            );
            Ok::<_, &'static str>(Letters {
                font,
                data,
                plan,
                draws,
                units,
            })
        };
        Ok(Self {
            faces: [letters(REGULAR)?, letters(BOLD)?, letters(ITALIC)?],
            widths: RefCell::default(),
        })
    }

    fn letters(&self, face: Face) -> &Letters {
        match face {
            Face::Regular => &self.faces[0],
            Face::Bold => &self.faces[1],
            Face::Italic => &self.faces[2],
        }
    }

    /// What a face is drawn with.
    pub(super) fn draws(&self, face: Face) -> Font {
        self.letters(face).draws.clone()
    }

    /// Puts letters and their marks in place.
    pub(super) fn shape(&self, face: Face, text: &str) -> Shaped {
        let letters = self.letters(face);
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        // Numbers and signs alone too: all of it is Vietnamese, in whatever language's letters.
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_script(script::LATIN);
        let shaper = letters.data.shaper(&letters.font).build();
        let out = shaper.shape(buffer, ShapeOptions::new().plan(Some(&letters.plan)));
        let infos = out.glyph_infos();
        let part = |value: i32| value as f32 / letters.units;
        let mut width = 0.0;
        let mut glyphs = Vec::with_capacity(infos.len());
        for (at, (info, place)) in infos.iter().zip(out.glyph_positions()).enumerate() {
            // A cluster ends where the next other one begins.
            let begins = info.cluster as usize;
            let later = infos[at..].iter().map(|info| info.cluster as usize);
            let ends = later.filter(|cluster| *cluster > begins).min();
            width += part(place.x_advance);
            glyphs.push(KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                part(place.x_advance),
                part(place.x_offset),
                part(place.y_offset),
                part(place.y_advance),
                begins..ends.unwrap_or(text.len()),
                None,
            ));
        }
        Shaped { glyphs, width }
    }

    fn width(&self, face: Face, word: &str) -> f32 {
        let key = (face, word.to_owned());
        if let Some(known) = self.widths.borrow().get(&key) {
            return *known;
        }
        let width = self.shape(face, word).width;
        self.widths.borrow_mut().insert(key, width);
        width
    }

    /// Breaks text into lines of at most that width at size one. What is longer than a line is broken between
    /// letters, never between a letter and its marks.
    pub(super) fn lines(&self, face: Face, text: &str, most: f32) -> Vec<String> {
        let mut lines = Vec::new();
        for part in text.lines() {
            self.paragraph(face, part, most, &mut lines);
        }
        if lines.is_empty() {
            lines.push(String::new());
        }
        lines
    }

    fn paragraph(&self, face: Face, text: &str, most: f32, lines: &mut Vec<String>) {
        let space = self.width(face, " ");
        let (mut line, mut used) = (String::new(), 0.0);
        for word in words(text) {
            let width = self.width(face, &word);
            if !line.is_empty() && used + space + width > most {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            if width > most {
                let mut pieces = self.pieces(face, &word, most);
                let last = pieces.pop().unwrap_or_default();
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                lines.extend(pieces);
                used = self.width(face, &last);
                line = last;
                continue;
            }
            if !line.is_empty() {
                line.push(' ');
                used += space;
            }
            line.push_str(&word);
            used += width;
        }
        lines.push(line);
    }

    /// A word that is longer than a line, in pieces.
    fn pieces(&self, face: Face, word: &str, most: f32) -> Vec<String> {
        let shaped = self.shape(face, word);
        let mut pieces = vec![String::new()];
        let (mut used, mut at) = (0.0, 0);
        while at < shaped.glyphs.len() {
            let range = range(&shaped.glyphs[at]);
            let mut width = 0.0;
            while at < shaped.glyphs.len() && self::range(&shaped.glyphs[at]) == range {
                width += krilla::text::Glyph::x_advance(&shaped.glyphs[at], 1.0);
                at += 1;
            }
            if used > 0.0 && used + width > most {
                pieces.push(String::new());
                used = 0.0;
            }
            if let (Some(piece), Some(letters)) = (pieces.last_mut(), word.get(range)) {
                piece.push_str(letters);
            }
            used += width;
        }
        pieces
    }
}

fn range(glyph: &KrillaGlyph) -> std::ops::Range<usize> {
    krilla::text::Glyph::text_range(glyph)
}

/// The words of a line; what belongs together on one line (`5 %`, `I. CÁC`) is one word.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match words.last_mut() {
            Some(last) if word.starts_with('%') => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    words
}
