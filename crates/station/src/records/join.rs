//! Pictures that come after the records: cases that were typed before there was a picture take over the pictures
//! of cases that were cut from pages and that nobody typed.

use std::collections::HashSet;

use sohoa_core::book::{Case, Id};
use sohoa_core::bring::{Fate, Traits, pair};
use sohoa_core::people::Right;
use sohoa_core::value::number::number_part;

use crate::contents::Contents;
use crate::store::{Change, Op};
use crate::view::{JoinLook, JoinPair, JoinPicture, PairBy};
use crate::{Result, Station, StationError};

use super::plan::{papers, traits};

impl Station {
    /// Cases that are only pictures, cases that have none, and which most likely belong together. By order they
    /// are only told to when there are as many of one as of the other; the interface lets a person shift them.
    ///
    /// # Errors
    /// `unknown_book`
    pub fn join_look(&self, book: Id, by: PairBy) -> Result<JoinLook> {
        let _asked = self.may(Right::Look)?;
        let mut inner = self.inner();
        let names = inner.names.clone();
        let contents = inner.contents(book)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let pages = papers(contents);
        let (bare, typed) = self.parted(contents);
        let mut pictures = Vec::new();
        let mut of_pictures = Vec::new();
        for &index in &bare {
            let case = &contents.cases[index];
            let mut parts = case.pages.iter();
            let shown = parts.find_map(|part| {
                Some((
                    part,
                    pages.get(&part.page)?,
                    self.part_shown(contents, part)?,
                ))
            });
            let Some((part, paper, picture)) = shown else {
                continue;
            };
            let number = paper.number_of(part.region);
            let stem = Traits::stem(paper.file);
            let digits = last_number(&stem);
            of_pictures.push(Traits {
                page: number,
                files: [Some(stem), digits].into_iter().flatten().collect(),
                ..Traits::default()
            });
            pictures.push(JoinPicture {
                case: case.id,
                picture,
                file: paper.file.to_owned(),
                number: number
                    .filter(|_| paper.on_paper)
                    .and_then(|n| n.try_into().ok()),
            });
        }
        let records = typed
            .iter()
            .map(|&index| self.candidate(contents, book_type, index));
        let records: Vec<_> = records.collect();
        let of_record = |&index: &usize| {
            let record = &contents.inputs[index].record;
            let known = traits(contents, book_type, record);
            let so = contents.number(book_type, index);
            // As the package will name its PDF, else by its number alone.
            let stem = names
                .stem(book_type, record, contents.volume())
                .to_lowercase();
            let digits = last_number(number_part(so));
            Traits {
                files: [Some(stem), digits].into_iter().flatten().collect(),
                page: known.page,
                ..Traits::default()
            }
        };
        let of_records: Vec<Traits> = typed.iter().map(of_record).collect();
        let fates = pair(
            &of_records,
            &of_pictures,
            by.into(),
            false,
            &std::collections::HashMap::new(),
        );
        let pairs = fates.into_iter().map(|fate| match fate {
            Fate::Sure(at) => u32::try_from(at).ok(),
            Fate::Asked(..) => None,
        });
        Ok(JoinLook {
            pairs: pairs.collect(),
            pictures,
            records,
        })
    }

    /// Gives typed cases the pictures of cases that nobody typed, as one deed. Those that gave their pictures away
    /// are taken out.
    ///
    /// # Errors
    /// `unknown_book`, `unknown_case`, `case_not_bare` when one has something typed by now, or has pictures
    pub fn join(&self, book: Id, pairs: &[JoinPair]) -> Result<u32> {
        let _asked = self.may(Right::Capture)?;
        let mut inner = self.inner();
        let contents = inner.contents(book)?;
        let (bare, typed) = self.parted(contents);
        let (bare, typed): (HashSet<usize>, HashSet<usize>) =
            (bare.into_iter().collect(), typed.into_iter().collect());
        let mut used = HashSet::new();
        let mut changes = Vec::with_capacity(pairs.len() * 2);
        for one in pairs {
            let (from, to) = (
                contents.case_index(one.picture)?,
                contents.case_index(one.record)?,
            );
            let fits = bare.contains(&from) && typed.contains(&to);
            if !fits || !used.insert(from) || !used.insert(to) {
                return Err(StationError::new("case_not_bare"));
            }
            let (from, to) = (&contents.cases[from], &contents.cases[to]);
            let joined = Case {
                pages: from.pages.clone(),
                ..to.clone()
            };
            let gone = Case {
                removed: true,
                ..from.clone()
            };
            for (before, after) in [(to, joined), (from, gone)] {
                changes.push(Change::Case {
                    before: Some(before.clone()),
                    after: Some(after),
                });
            }
        }
        inner.transact(Op::CasesJoin, book, changes)?;
        Ok(pairs.len() as u32)
    }

    /// Cases with a picture in which nobody typed, and cases without any that were begun.
    fn parted(&self, contents: &Contents) -> (Vec<usize>, Vec<usize>) {
        let mut bare = Vec::new();
        let mut typed = Vec::new();
        for (index, case) in contents.cases.iter().enumerate() {
            match (
                contents.inputs[index].pages > 0,
                self.is_begun(contents, index),
            ) {
                (true, false) if case.held.is_none() => bare.push(index),
                (false, true) => typed.push(index),
                _ => {}
            }
        }
        (bare, typed)
    }
}

/// The last number in a name, without zeros before it: `ks 2008-037` has 37.
fn last_number(name: &str) -> Option<String> {
    let digits = name
        .rsplit(|c: char| !c.is_ascii_digit())
        .find(|part| !part.is_empty())?;
    let bare = digits.trim_start_matches('0');
    Some(format!("#{bare}"))
}
