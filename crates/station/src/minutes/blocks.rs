//! What the minutes are made of, for those who write them down.

use sohoa_core::sampling::Passes;

use super::spot::Spot;

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Centre,
}

/// How letters look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Face {
    Regular,
    Bold,
    Italic,
}

/// One paragraph.
pub(super) struct Para {
    pub text: String,
    pub align: Align,
    pub face: Face,
    /// Size in points.
    pub size: f32,
    /// Room above, in points.
    pub above: f32,
    /// Stays on one page with what follows.
    pub with_next: bool,
}

impl Para {
    pub fn new(text: impl AsRef<str>) -> Self {
        Self {
            text: printable(text.as_ref()),
            align: Align::Left,
            face: Face::Regular,
            size: 12.0,
            above: 3.0,
            with_next: false,
        }
    }

    pub fn heading(text: impl AsRef<str>) -> Self {
        Self {
            face: Face::Bold,
            above: 12.0,
            with_next: true,
            ..Self::new(text)
        }
    }

    pub fn centred(text: impl AsRef<str>, face: Face, size: f32) -> Self {
        Self {
            align: Align::Centre,
            face,
            size,
            above: 0.0,
            ..Self::new(text)
        }
    }
}

/// What a cell of a table holds.
pub(super) enum Cell {
    Text(String),
    Picture(Spot),
}

/// One column.
pub(super) struct Column {
    pub title: String,
    /// Its share of the width; all together are 100.
    pub width: u16,
    pub align: Align,
}

/// A table, whose head stands on each of its pages.
pub(super) struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    /// Size of its letters in points.
    pub size: f32,
}

/// The curve of the plan, for those who draw it, and for those who write it as a table.
pub(super) struct Curve {
    pub points: Vec<Passes>,
    /// Shares that are marked on it, with their words.
    pub marks: Vec<(f64, String)>,
    pub across: String,
    pub up: String,
    /// The same in numbers.
    pub table: Table,
}

/// One part of the minutes.
pub(super) enum Block {
    Para(Para),
    /// Paragraphs side by side without rules: the share of the width of each column, and what stands in it.
    Columns(Vec<(u16, Vec<Para>)>),
    Table(Table),
    Curve(Curve),
}

/// Text without what is no letter: control characters, which XML has no place for, and signs that turn the direction of
/// writing, with which one number could be made to look like another.
pub(super) fn printable(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let fine = |c: &char| {
        *c == '\n' || !(c.is_control() || turns(*c) || matches!(*c, '\u{FFFE}' | '\u{FFFF}'))
    };
    text.replace('\t', " ").chars().filter(fine).collect()
}
