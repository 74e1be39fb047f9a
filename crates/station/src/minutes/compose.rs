//! What stands in the minutes, top to bottom.

use std::collections::BTreeMap;

use chrono::Datelike;
use sohoa_core::acceptance::{Grade, Look, Way};
use sohoa_core::messages::Messages;
use sohoa_core::sampling::{
    Outcome, Plan, Regime, bounds, curve, found_words, next_words, plan_words, risk_words,
    share_text, upper, upper_text, whole,
};

use super::blocks::{Align, Block, Cell, Column, Curve, Face, Para, Table, printable};
use super::spot::{Spot, spot};
use super::{Defect, Minutes};

/// Groups of columns beside each other in the table of a large sample.
const BESIDE: usize = 2;

/// Puts the minutes together.
pub(super) fn compose(minutes: &Minutes, messages: &Messages) -> Vec<Block> {
    let mut all = Writer {
        minutes,
        messages,
        out: Vec::new(),
    };
    all.top();
    all.parties();
    all.lot();
    all.plan();
    all.sample();
    all.found();
    all.end();
    all.out
}

struct Writer<'a> {
    minutes: &'a Minutes,
    messages: &'a Messages,
    out: Vec<Block>,
}

impl Writer<'_> {
    fn text(&self, code: &str, args: &[(&str, String)]) -> String {
        self.messages.text(code, args)
    }

    fn say(&mut self, text: String) {
        self.out.push(Block::Para(Para::new(text)));
    }

    /// For what must not be parted from the places to sign.
    fn say_with_next(&mut self, text: String) {
        self.out.push(Block::Para(Para {
            with_next: true,
            ..Para::new(text)
        }));
    }

    fn heading(&mut self, code: &str) {
        let text = self.text(code, &[]);
        self.out.push(Block::Para(Para::heading(text)));
    }

    fn columns(&self, columns: &[(&str, u16, Align)]) -> Vec<Column> {
        let column = |(code, width, align): &(&str, u16, Align)| Column {
            title: self.text(code, &[]),
            width: *width,
            align: *align,
        };
        columns.iter().map(column).collect()
    }

    fn top(&mut self) {
        let date = self.minutes.date;
        // As public papers write a date: a nought before days below ten and the first two months.
        let month = match date.month() {
            month @ 1..=2 => format!("0{month}"),
            month => month.to_string(),
        };
        let args = [
            ("place", self.minutes.place.clone()),
            ("day", format!("{:02}", date.day())),
            ("month", month),
            ("year", date.year().to_string()),
        ];
        let number = match self.minutes.number.trim() {
            "" => "……………".to_owned(),
            number => number.to_owned(),
        };
        let left = vec![
            Para::centred(self.minutes.office.to_uppercase(), Face::Bold, 12.0),
            Para {
                above: 6.0,
                ..Para::centred(
                    self.text("minutes_number", &[("number", number)]),
                    Face::Regular,
                    12.0,
                )
            },
        ];
        let right = vec![
            Para::centred(self.text("minutes_nation", &[]), Face::Bold, 11.0),
            Para::centred(self.text("minutes_motto", &[]), Face::Bold, 12.0),
            Para {
                above: 6.0,
                ..Para::centred(self.text("minutes_date", &args), Face::Italic, 12.0)
            },
        ];
        self.out.push(Block::Columns(vec![(42, left), (58, right)]));
        for (at, code) in ["minutes_title", "minutes_title_of"].iter().enumerate() {
            self.out.push(Block::Para(Para {
                above: if at == 0 { 18.0 } else { 0.0 },
                ..Para::centred(self.text(code, &[]), Face::Bold, 14.0)
            }));
        }
    }

    fn parties(&mut self) {
        self.heading("minutes_parties");
        for (code, who) in [
            ("minutes_takes", &self.minutes.office),
            ("minutes_gives", &self.minutes.contractor),
            ("minutes_looked", &self.minutes.inspector),
        ] {
            let line = self.text(code, &[("who", who.clone())]);
            self.say(line);
        }
    }

    fn lot(&mut self) {
        self.heading("minutes_lot");
        let args = [
            ("books", whole(self.minutes.books.len() as u64)),
            ("cases", whole(u64::from(self.minutes.lot()))),
        ];
        let line = self.text("minutes_lot_of", &args);
        self.say(line);
        let rows = self.minutes.books.iter().zip(1_u64..).map(|(book, nth)| {
            texts([
                whole(nth),
                book.book.clone(),
                book.title.clone(),
                whole(u64::from(book.cases)),
            ])
        });
        self.out.push(Block::Table(Table {
            rows: rows.collect(),
            columns: self.columns(&[
                ("minutes_nth", 8, Align::Centre),
                ("minutes_book", 24, Align::Left),
                ("minutes_book_title", 48, Align::Left),
                ("minutes_cases", 20, Align::Centre),
            ]),
            size: 11.0,
        }));
    }

    fn plan(&mut self) {
        self.heading("minutes_plan");
        let line = self.way();
        self.say(line);
        let (lot, plan) = (self.minutes.lot(), self.the_plan());
        self.say(plan_words(self.messages, lot, &plan));
        let look = match self.minutes.look {
            Look::Blind => "minutes_look_blind",
            Look::Compare => "minutes_look_compare",
        };
        for code in [look, "minutes_wrong_is"] {
            let line = self.text(code, &[]);
            self.say(line);
        }
        let Some(limit) = self.minutes.way.limit().filter(|_| plan.n < lot) else {
            return;
        };
        for share in [limit, (limit * 5.0).min(1.0)] {
            self.say(risk_words(self.messages, lot, share, &plan));
        }
        let title = self.text("minutes_curve", &[]);
        self.out.push(Block::Para(Para {
            with_next: true,
            above: 8.0,
            ..Para::new(title)
        }));
        let curve = self.curve(lot, &plan, limit);
        self.out.push(Block::Curve(curve));
    }

    fn the_plan(&self) -> Plan {
        Plan {
            code: None,
            n: self.minutes.n,
            ac: self.minutes.ac,
            re: self.minutes.ac.saturating_add(1),
            full: self.minutes.n >= self.minutes.lot(),
        }
    }

    fn way(&self) -> String {
        let aql = |aql: &str| aql.trim().replace('.', ",");
        match &self.minutes.way {
            Way::Standard {
                aql: limit,
                level,
                regime,
                code,
            } => {
                let level = serde_json::to_value(level).ok();
                let level = level.as_ref().and_then(|level| level.as_str());
                let regime = match regime {
                    Regime::Normal => "minutes_normal",
                    Regime::Tightened => "minutes_tightened",
                };
                let letter = match code {
                    Some(code) => self.text("minutes_letter", &[("code", code.to_string())]),
                    None => String::new(),
                };
                let args = [
                    ("aql", aql(limit)),
                    ("level", level.unwrap_or_default().to_owned()),
                    ("regime", self.text(regime, &[])),
                    ("letter", letter),
                ];
                self.text("minutes_by_standard", &args)
            }
            Way::Share {
                percent,
                aql: limit,
            } => {
                let args = [("aql", aql(limit)), ("percent", percent.to_string())];
                self.text("minutes_by_share", &args)
            }
            Way::Sure {
                confidence,
                aql: limit,
            } => {
                let args = [("aql", aql(limit)), ("sure", share_text(*confidence))];
                self.text("minutes_by_sure", &args)
            }
        }
    }

    fn curve(&self, lot: u32, plan: &Plan, limit: f64) -> Curve {
        let points = curve(lot, plan, 120);
        let mut marks = vec![(
            limit,
            self.text("minutes_mark_limit", &[("share", share_text(limit))]),
        )];
        let looked = self.minutes.sample.len() as u32;
        let wrong = self.minutes.wrong();
        if let Some(bounds) = bounds(wrong, looked, self.minutes.confidence) {
            let most = upper(&bounds, wrong);
            let args = [("share", upper_text(&bounds, wrong))];
            marks.push((most, self.text("minutes_mark_found", &args)));
        }
        // Ten steps are enough to read the curve off.
        let step = points.len().div_ceil(10).max(1);
        let rows = points.iter().step_by(step).map(|point| {
            let chance = format!("{}", (point.chance * 100.0).round());
            texts([share_text(point.wrong), chance])
        });
        let table = Table {
            rows: rows.collect(),
            columns: self.columns(&[
                ("minutes_curve_across", 50, Align::Centre),
                ("minutes_curve_up", 50, Align::Centre),
            ]),
            size: 11.0,
        };
        Curve {
            points,
            marks,
            across: self.text("minutes_curve_across", &[]),
            up: self.text("minutes_curve_up", &[]),
            table,
        }
    }

    fn sample(&mut self) {
        self.heading("minutes_sample");
        let sample = &self.minutes.sample;
        let books: Vec<&str> = self.minutes.books.iter().map(|book| &*book.book).collect();
        let args = [
            ("n", whole(sample.len() as u64)),
            ("lot", whole(u64::from(self.minutes.lot()))),
            ("seed", self.minutes.seed.clone()),
            ("books", books.join(" ")),
            ("count", sample.len().to_string()),
        ];
        for code in [
            "minutes_drawn",
            "minutes_draw_again",
            "minutes_draw_command",
        ] {
            let line = self.text(code, &args);
            self.say(line);
        }
        let rows = sample.chunks(BESIDE).zip(0_u64..).map(|(row, at)| {
            let mut cells = Vec::new();
            for beside in 0..BESIDE {
                let nth = at * BESIDE as u64 + beside as u64 + 1;
                let Some(drawn) = row.get(beside) else {
                    cells.extend(texts([const { String::new() }; 4]));
                    continue;
                };
                let place = whole(u64::from(drawn.case));
                cells.extend(texts([
                    whole(nth),
                    drawn.book.clone(),
                    place,
                    drawn.number.clone(),
                ]));
            }
            cells
        });
        let one = [
            ("minutes_nth", 8, Align::Centre),
            ("minutes_book", 16, Align::Left),
            ("minutes_case", 11, Align::Centre),
            ("minutes_case_number", 15, Align::Left),
        ];
        self.out.push(Block::Table(Table {
            rows: rows.collect(),
            columns: self.columns(&one.repeat(BESIDE)),
            size: 10.0,
        }));
    }

    fn found(&mut self) {
        self.heading("minutes_found");
        let (looked, wrong) = (self.minutes.sample.len() as u32, self.minutes.wrong());
        let mut by_grade: BTreeMap<Grade, u64> = BTreeMap::new();
        for defect in &self.minutes.defects {
            *by_grade.entry(defect.grade).or_default() += 1;
        }
        let of = |grade: Grade| whole(by_grade.get(&grade).copied().unwrap_or(0));
        let args = [
            ("looked", whole(u64::from(looked))),
            ("wrong", whole(u64::from(wrong))),
            ("defects", whole(self.minutes.defects.len() as u64)),
            ("critical", of(Grade::Critical)),
            ("major", of(Grade::Major)),
            ("minor", of(Grade::Minor)),
        ];
        let line = self.text("minutes_counts", &args);
        self.say(line);
        if self.minutes.changed > 0 {
            let args = [("count", whole(u64::from(self.minutes.changed)))];
            let line = self.text("lot_changed", &args);
            self.say(line);
        }
        let lot = self.minutes.lot();
        if let Some(line) = found_words(self.messages, lot, looked, wrong, self.minutes.confidence)
        {
            self.say(line);
        }
        if self.minutes.defects.is_empty() {
            return;
        }
        let mut pictures: Vec<Option<Option<Spot>>> = Vec::new();
        for defect in &self.minutes.defects {
            pictures.push(defect.picture.as_deref().map(spot));
        }
        // A column of nothing would only make the others narrow.
        let with_pictures = pictures.iter().any(Option::is_some);
        let mut columns = vec![
            ("minutes_nth", 7, Align::Centre),
            ("minutes_where", 19, Align::Left),
            ("minutes_field", 15, Align::Left),
            ("minutes_delivered", 18, Align::Left),
            ("minutes_paper", 18, Align::Left),
            ("minutes_grade", 23, Align::Centre),
        ];
        if with_pictures {
            columns[5].1 = 11;
            columns[3].1 = 15;
            columns[4].1 = 15;
            columns[2].1 = 13;
            columns.push(("minutes_picture", 20, Align::Centre));
        }
        let mut rows = Vec::new();
        for ((defect, picture), nth) in self.minutes.defects.iter().zip(pictures).zip(1_u64..) {
            let mut cells = self.defect(nth, defect);
            match picture {
                _ if !with_pictures => {}
                Some(Some(spot)) => cells.push(Cell::Picture(spot)),
                Some(None) => cells.push(Cell::Text(self.text("minutes_no_picture", &[]))),
                None => cells.push(Cell::Text(String::new())),
            }
            rows.push(cells);
        }
        self.out.push(Block::Table(Table {
            rows,
            columns: self.columns(&columns),
            size: 10.0,
        }));
    }

    fn defect(&self, nth: u64, defect: &Defect) -> Vec<Cell> {
        let args = [
            ("book", defect.book.clone()),
            ("case", whole(u64::from(defect.case))),
            ("number", defect.number.clone()),
        ];
        let place = match defect.number.trim() {
            "" => "minutes_where_bare",
            _ => "minutes_where_is",
        };
        texts([
            whole(nth),
            self.text(place, &args),
            defect.field.clone(),
            defect.delivered.clone(),
            defect.paper.clone(),
            self.text(&format!("minutes_{}", defect.grade.as_str()), &[]),
        ])
    }

    fn end(&mut self) {
        self.heading("minutes_end");
        let code = match self.minutes.decision {
            Outcome::Accepted => "minutes_accepted",
            Outcome::Rejected => "minutes_rejected",
        };
        let decision = self.text(code, &[]);
        self.out.push(Block::Para(Para {
            face: Face::Bold,
            with_next: true,
            ..Para::new(decision)
        }));
        let line = next_words(self.messages, self.minutes.next, self.minutes.stop);
        self.say_with_next(line);
        if !self.minutes.chain.trim().is_empty() {
            let line = self.text("minutes_chain", &[("chain", self.minutes.chain.clone())]);
            self.say_with_next(line);
        }
        let line = self.text("minutes_copies", &[]);
        self.say_with_next(line);
        let signs = [
            ("minutes_signs_gives", &self.minutes.signs_contractor),
            ("minutes_signs_takes", &self.minutes.signs_office),
            ("minutes_signs_looked", &self.minutes.inspector),
        ];
        let column = |(code, name): (&str, &String)| {
            let column = vec![
                Para {
                    above: 14.0,
                    ..Para::centred(self.text(code, &[]), Face::Bold, 12.0)
                },
                Para::centred(self.text("minutes_sign_here", &[]), Face::Italic, 11.0),
                Para {
                    above: 64.0,
                    ..Para::centred(name.clone(), Face::Bold, 12.0)
                },
            ];
            (33, column)
        };
        let columns = signs.into_iter().map(column).collect();
        self.out.push(Block::Columns(columns));
    }
}

fn texts<const N: usize>(cells: [String; N]) -> Vec<Cell> {
    cells.map(|cell| Cell::Text(printable(&cell))).into()
}
