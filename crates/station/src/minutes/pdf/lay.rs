//! Blocks laid onto pages: what stands where, before anything is drawn, because a page says how many there are.

use krilla::image::Image;

use super::plot;
use super::text::{ASCENT, Fonts, LEADING};
use crate::minutes::blocks::{Align, Block, Cell, Face, Para, Table};

/// A4 and its margins in points, as public papers have them: 30 mm at the left, 20 mm elsewhere.
pub(super) const WIDTH: f32 = 595.28;
/// See `WIDTH`.
pub(super) const HEIGHT: f32 = 841.89;
pub(super) const LEFT: f32 = 85.04;
pub(super) const RIGHT: f32 = WIDTH - 56.69;
const TOP: f32 = 56.69;
const BOTTOM: f32 = HEIGHT - 62.0;
/// Inside cells, at the sides.
const PAD: f32 = 3.5;
/// Inside cells, above and below.
const SLIM: f32 = 2.0;
/// Tallest picture in a cell.
const TALLEST: f32 = 90.0;

/// Something to draw. Measures in points from the upper left corner of the page.
pub(super) enum Op {
    /// At the left end of its base line.
    Text {
        x: f32,
        y: f32,
        face: Face,
        size: f32,
        text: String,
    },
    /// Straight lines from point to point.
    Line {
        points: Vec<(f32, f32)>,
        width: f32,
        grey: u8,
        dashed: bool,
    },
    /// A grey ground.
    Ground { x: f32, y: f32, w: f32, h: f32 },
    Picture {
        x: f32,
        y: f32,
        w: f32,
        h: f32,
        image: Image,
    },
}

/// Lays blocks out.
pub(super) fn lay(fonts: &Fonts, blocks: &[Block]) -> Vec<Vec<Op>> {
    let mut paper = Paper {
        fonts,
        pages: vec![Vec::new()],
        y: TOP,
    };
    for (at, block) in blocks.iter().enumerate() {
        match block {
            Block::Para(para) => {
                let lines = paper.lines(para, RIGHT - LEFT);
                let kept = match para.with_next {
                    true => paper.kept(&blocks[at + 1..]),
                    false => 0.0,
                };
                let height = lines.len() as f32 * para.size * LEADING;
                paper.room(para.above + height.min(300.0) + kept);
                paper.para(para, &lines, LEFT, RIGHT - LEFT);
            }
            Block::Columns(columns) => paper.columns(columns),
            Block::Table(table) => paper.table(table),
            Block::Curve(curve) => paper.curve(curve),
        }
    }
    paper.pages
}

pub(super) struct Paper<'a> {
    pub fonts: &'a Fonts,
    pages: Vec<Vec<Op>>,
    /// Where the next thing stands.
    pub y: f32,
}

/// A row of a table, broken into lines.
struct Row {
    cells: Vec<Laid>,
    height: f32,
}

enum Laid {
    Lines(Vec<String>),
    Picture(Image, f32, f32),
}

impl Paper<'_> {
    pub fn put(&mut self, op: Op) {
        if let Some(page) = self.pages.last_mut() {
            page.push(op);
        }
    }

    fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.y = TOP;
    }

    /// Goes on on the next page when so much does not fit here.
    pub fn room(&mut self, height: f32) {
        if self.y + height > BOTTOM && self.y > TOP {
            self.turn();
        }
    }

    fn lines(&self, para: &Para, width: f32) -> Vec<String> {
        self.fonts.lines(para.face, &para.text, width / para.size)
    }

    /// How much of what follows must stand on the same page.
    fn kept(&self, blocks: &[Block]) -> f32 {
        let mut height = 0.0;
        for block in blocks {
            height += self.begins(block);
            if !matches!(block, Block::Para(para) if para.with_next) {
                break;
            }
        }
        height
    }

    /// How much of a block must stand together with what comes before it.
    fn begins(&self, block: &Block) -> f32 {
        match block {
            Block::Para(para) => para.above + 2.0 * para.size * LEADING,
            Block::Columns(columns) => self.columns_height(columns),
            Block::Table(table) => 4.0 * (table.size * LEADING + 2.0 * SLIM),
            Block::Curve(curve) => plot::height(curve),
        }
    }

    fn para(&mut self, para: &Para, lines: &[String], x: f32, width: f32) {
        if self.y > TOP {
            self.y += para.above;
        }
        for line in lines {
            self.room(para.size * LEADING);
            self.text(line, para.face, para.size, para.align, x, width, self.y);
            self.y += para.size * LEADING;
        }
    }

    /// One line whose upper edge is at `y`.
    #[allow(clippy::too_many_arguments)] // all of them are where a line stands
    pub fn text(
        &mut self,
        line: &str,
        face: Face,
        size: f32,
        align: Align,
        x: f32,
        width: f32,
        y: f32,
    ) {
        if line.is_empty() {
            return;
        }
        let free = match align {
            Align::Left => 0.0,
            Align::Centre => (width - self.fonts.shape(face, line).width * size) / 2.0,
        };
        self.put(Op::Text {
            x: x + free.max(0.0),
            y: y + (LEADING - 1.0) * size / 2.0 + ASCENT * size,
            face,
            size,
            text: line.to_owned(),
        });
    }

    fn columns_height(&self, columns: &[(u16, Vec<Para>)]) -> f32 {
        let widths = widths(columns.iter().map(|(share, _)| *share));
        let height = |((_, column), width): (&(u16, Vec<Para>), &f32)| -> f32 {
            let para = |para: &Para| {
                para.above + self.lines(para, width - 2.0 * PAD).len() as f32 * para.size * LEADING
            };
            column.iter().map(para).sum()
        };
        columns.iter().zip(&widths).map(height).fold(0.0, f32::max)
    }

    fn columns(&mut self, columns: &[(u16, Vec<Para>)]) {
        let height = self.columns_height(columns);
        self.room(height);
        let top = self.y;
        let widths = widths(columns.iter().map(|(share, _)| *share));
        let mut x = LEFT;
        for ((_, column), width) in columns.iter().zip(widths) {
            let mut y = top;
            let inner = width - 2.0 * PAD;
            for para in column {
                y += para.above;
                for line in self.lines(para, inner) {
                    self.text(&line, para.face, para.size, para.align, x + PAD, inner, y);
                    y += para.size * LEADING;
                }
            }
            x += width;
        }
        self.y = top + height;
    }

    fn row(&self, cells: &[Cell], widths: &[f32], face: Face, size: f32) -> Row {
        let mut height = size * LEADING;
        let mut laid = Vec::with_capacity(cells.len());
        for (cell, width) in cells.iter().zip(widths) {
            let width = width - 2.0 * PAD;
            let (one, tall) = match cell {
                Cell::Text(text) => {
                    let lines = self.fonts.lines(face, text, width / size);
                    let tall = lines.len() as f32 * size * LEADING;
                    (Laid::Lines(lines), tall)
                }
                Cell::Picture(spot) => {
                    let (w, h) = (spot.width as f32, spot.height as f32);
                    let scale = (width / w).min(TALLEST / h).min(1.0);
                    match Image::from_jpeg(spot.jpeg.clone().into(), false) {
                        Ok(image) => (Laid::Picture(image, w * scale, h * scale), h * scale),
                        Err(_) => (Laid::Lines(Vec::new()), 0.0),
                    }
                }
            };
            height = height.max(tall);
            laid.push(one);
        }
        Row {
            cells: laid,
            height: height + 2.0 * SLIM,
        }
    }

    fn table(&mut self, table: &Table) {
        let widths = widths(table.columns.iter().map(|column| column.width));
        let aligns: Vec<Align> = table.columns.iter().map(|c| c.align).collect();
        let titles: Vec<Cell> = table
            .columns
            .iter()
            .map(|c| Cell::Text(c.title.clone()))
            .collect();
        let head = self.row(&titles, &widths, Face::Bold, table.size);
        let centred = vec![Align::Centre; aligns.len()];
        self.y += 5.0;
        self.room(head.height + 2.0 * (table.size * LEADING + 2.0 * SLIM));
        self.draw_row(&head, &widths, &centred, Face::Bold, table.size, true);
        for cells in &table.rows {
            let mut row = self.row(cells, &widths, Face::Regular, table.size);
            // A row that is taller than a page goes on on the next one, line by line.
            loop {
                let fresh = TOP + head.height;
                if self.y + row.height > BOTTOM && self.y > fresh + 1.0 {
                    self.turn();
                    self.draw_row(&head, &widths, &centred, Face::Bold, table.size, true);
                }
                let fits =
                    ((BOTTOM - self.y - 2.0 * SLIM) / (table.size * LEADING)).floor() as usize;
                let rest = self.cut(&mut row, fits.max(1), table.size);
                self.draw_row(&row, &widths, &aligns, Face::Regular, table.size, false);
                match rest {
                    Some(rest) => row = rest,
                    None => break,
                }
            }
        }
        self.y += 4.0;
    }

    /// Takes off what is beyond so many lines.
    fn cut(&self, row: &mut Row, fits: usize, size: f32) -> Option<Row> {
        let height = |cells: &[Laid]| {
            let tall = cells.iter().map(|cell| match cell {
                Laid::Lines(lines) => lines.len() as f32 * size * LEADING,
                Laid::Picture(_, _, h) => *h,
            });
            tall.fold(size * LEADING, f32::max) + 2.0 * SLIM
        };
        let mut over = false;
        let mut rest = Vec::with_capacity(row.cells.len());
        for cell in &mut row.cells {
            rest.push(Laid::Lines(match cell {
                Laid::Lines(lines) if lines.len() > fits => {
                    over = true;
                    lines.split_off(fits)
                }
                _ => Vec::new(),
            }));
        }
        row.height = height(&row.cells);
        over.then(|| Row {
            height: height(&rest),
            cells: rest,
        })
    }

    fn draw_row(
        &mut self,
        row: &Row,
        widths: &[f32],
        aligns: &[Align],
        face: Face,
        size: f32,
        head: bool,
    ) {
        let (top, bottom) = (self.y, self.y + row.height);
        if head {
            self.put(Op::Ground {
                x: LEFT,
                y: top,
                w: RIGHT - LEFT,
                h: row.height,
            });
        }
        let mut x = LEFT;
        for ((cell, width), align) in row.cells.iter().zip(widths).zip(aligns) {
            match cell {
                Laid::Lines(lines) => {
                    let tall = lines.len() as f32 * size * LEADING;
                    let mut y = top + SLIM;
                    if head {
                        y = top + (row.height - tall) / 2.0;
                    }
                    for line in lines {
                        let inner = width - 2.0 * PAD;
                        self.text(line, face, size, *align, x + PAD, inner, y);
                        y += size * LEADING;
                    }
                }
                Laid::Picture(image, w, h) => {
                    let image = image.clone();
                    self.put(Op::Picture {
                        x: x + (width - w) / 2.0,
                        y: top + SLIM,
                        w: *w,
                        h: *h,
                        image,
                    });
                }
            }
            self.rule(vec![(x, top), (x, bottom)]);
            x += width;
        }
        self.rule(vec![(x, top), (x, bottom)]);
        self.rule(vec![(LEFT, top), (x, top)]);
        self.rule(vec![(LEFT, bottom), (x, bottom)]);
        self.y = bottom;
    }

    fn rule(&mut self, points: Vec<(f32, f32)>) {
        self.put(Op::Line {
            points,
            width: 0.5,
            grey: 90,
            dashed: false,
        });
    }
}

/// Widths of columns by their shares.
fn widths(shares: impl Iterator<Item = u16> + Clone) -> Vec<f32> {
    let all: f32 = shares.clone().map(f32::from).sum();
    shares
        .map(|share| (RIGHT - LEFT) * f32::from(share) / all.max(1.0))
        .collect()
}
