//! Which field a column of somebody's sheet means, by what stands at its head.
//!
//! Source: `assets/lists/heading_words.tsv`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::StrDeserializer;

use crate::schema::{BookType, Part, Role};
use crate::viet::fold::search_key;

/// How much of its words a heading must share with a field's label, 0 to 1.
const ENOUGH: f64 = 0.6;
/// Stands between a heading and the one over it.
pub const OVER: &str = " · ";
/// What a heading that only names a person means of them.
const NAME: &str = "họ tên";
/// A field that ledgers seldom have is meant more seldom.
const RARE: f64 = 0.08;

/// What a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heading {
    /// A field, by its position.
    Field(usize),
    /// The name of the picture that belongs to the row.
    File,
}

/// How that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeansWhy {
    /// It is the ministry's name of the column.
    Name,
    /// Its words are those of the field: a person should look.
    Words,
}

#[derive(Default)]
struct Lexicon {
    /// Words of a phrase; what it says.
    phrases: HashMap<Vec<String>, Says>,
    whole: HashMap<Vec<String>, Vec<String>>,
    longest: usize,
}

#[derive(Debug, Clone)]
enum Says {
    Parts(Vec<Part>),
    Words(Vec<String>),
    File,
    Nothing,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut all = Lexicon::default();
    let list = include_str!("../../../../assets/lists/heading_words.tsv");
    for line in list.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let mut cells = line.split('\t');
        let (Some(kind), Some(means), Some(written)) = (cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        let written = tokens(written);
        all.longest = all.longest.max(written.len());
        let says = match kind {
            "part" => {
                let part = |name: &str| {
                    let name: StrDeserializer<'_, serde::de::value::Error> =
                        name.into_deserializer();
                    Part::deserialize(name).ok()
                };
                Says::Parts(means.split('|').filter_map(part).collect())
            }
            "word" => Says::Words(tokens(means)),
            "file" => Says::File,
            "noise" => Says::Nothing,
            _ => {
                all.whole.insert(written, tokens(means));
                continue;
            }
        };
        all.phrases.insert(written, says);
    }
    all
});

fn tokens(text: &str) -> Vec<String> {
    search_key(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A heading taken apart.
#[derive(Debug, Default)]
struct Said {
    parts: Vec<Vec<Part>>,
    words: Vec<String>,
    file: bool,
}

impl Said {
    fn of(text: &str) -> Self {
        let all = tokens(text);
        let mut said = Self::default();
        let mut at = 0;
        while at < all.len() {
            let longest = (at + LEXICON.longest).min(all.len());
            let found = (at + 1..=longest)
                .rev()
                .find_map(|end| Some((end, LEXICON.phrases.get(&all[at..end])?)));
            match found {
                Some((end, says)) => {
                    match says {
                        Says::Parts(parts) => said.parts.push(parts.clone()),
                        Says::Words(words) => said.words.extend(words.iter().cloned()),
                        Says::File => said.file = true,
                        Says::Nothing => {}
                    }
                    at = end;
                }
                None => {
                    said.words.push(all[at].clone());
                    at += 1;
                }
            }
        }
        if let Some(words) = LEXICON.whole.get(&said.words) {
            said.words.clone_from(words);
        } else if said.words.is_empty() && !said.parts.is_empty() {
            // A person alone is meant by name.
            said.words = tokens(NAME);
        }
        said
    }

    /// The person it is about in a book of that type.
    fn part(&self, book_type: &BookType) -> Option<Part> {
        let there = |part: &Part| book_type.person(*part).is_some();
        let named = self.parts.iter();
        named
            .filter_map(|parts| parts.iter().copied().find(there))
            .next()
    }
}

/// What each column means, by its heading; each field once. `None` where nothing says so.
#[must_use]
pub fn headings(book_type: &BookType, heads: &[String]) -> Vec<Option<(Heading, MeansWhy)>> {
    let mut means: Vec<Option<(Heading, MeansWhy)>> = vec![None; heads.len()];
    let mut taken: HashSet<usize> = HashSet::new();
    for (head, means) in heads.iter().zip(&mut means) {
        if let Some(field) = book_type.field_for_header(head)
            && taken.insert(field)
        {
            *means = Some((Heading::Field(field), MeansWhy::Name));
        }
    }
    let labels: Vec<Vec<String>> = book_type
        .fields
        .iter()
        .map(|field| Said::of(&field.label).words)
        .collect();
    let mut likely: Vec<(f64, usize, usize)> = Vec::new();
    for (column, head) in heads.iter().enumerate() {
        if means[column].is_some() || head.trim().is_empty() {
            continue;
        }
        let (section, rest) = within_section(book_type, head);
        let said = Said::of(rest);
        if said.file {
            means[column] = Some((Heading::File, MeansWhy::Words));
            continue;
        }
        let part = said.part(book_type);
        for (field, label) in labels.iter().enumerate() {
            let fits = match section {
                Some(section) => book_type.fields[field].section == section,
                None => about(book_type, field, part),
            };
            if taken.contains(&field) || !fits {
                continue;
            }
            let rare = if book_type.fields[field].rare {
                RARE
            } else {
                0.0
            };
            let score = alike(&said.words, label) - rare;
            if score >= ENOUGH {
                likely.push((score, column, field));
            }
        }
    }
    // The likeliest of all first; of equals the first of the page.
    likely.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    for (_, column, field) in likely {
        if means[column].is_none() && taken.insert(field) {
            means[column] = Some((Heading::Field(field), MeansWhy::Words));
        }
    }
    means
}

/// The section of the printed page that stands over a heading, and what is left of the heading.
fn within_section<'a>(book_type: &'a BookType, head: &'a str) -> (Option<&'a str>, &'a str) {
    let Some((over, rest)) = head.split_once(OVER) else {
        return (None, head);
    };
    let over = tokens(over);
    let section = book_type.sections.iter().find(|name| tokens(name) == over);
    match section {
        Some(section) => (Some(section), rest),
        None => (None, head),
    }
}

/// Whether a field may be meant by a heading that names that person, or none.
fn about(book_type: &BookType, field: usize, part: Option<Part>) -> bool {
    let person = book_type.person_with(field).map(|person| person.part);
    match (part, person) {
        (Some(named), Some(person)) => named == person,
        (Some(_), None) => false,
        // Nobody named: the one the case is about, where there is one alone, or the registration.
        (None, Some(_)) if book_type.role(Role::Relation).contains(&field) => true,
        (None, Some(person)) => {
            let subjects = book_type.people.iter().filter(|p| p.part.is_subject());
            person.is_subject() && subjects.count() == 1
        }
        (None, None) => true,
    }
}

/// The share of words two texts have in common, 0 to 1.
fn alike(a: &[String], b: &[String]) -> f64 {
    let common = a.iter().filter(|word| b.contains(word)).count();
    2.0 * common as f64 / (a.len() + b.len()).max(1) as f64
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::schema::Catalogue;

    fn meant(kind: &str, heads: &[&str]) -> Vec<String> {
        let catalogue = Catalogue::built_in().unwrap();
        let book_type = catalogue.book_type(kind).unwrap();
        let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
        headings(book_type, &heads)
            .into_iter()
            .map(|means| match means {
                Some((Heading::Field(field), _)) => book_type.fields[field].column.clone(),
                Some((Heading::File, _)) => "file".into(),
                None => String::new(),
            })
            .collect()
    }

    #[test]
    fn strangers_headings_are_read() {
        for (kind, heads) in [
            (
                "KS",
                &[
                    ("TT", ""),
                    ("Số", "so"),
                    ("Quyển số", "quyenSo"),
                    ("Ngày ĐK", "ngayDangKy"),
                    ("Họ và tên", "nksHoTen"),
                    ("Nam/Nữ", "nksGioiTinh"),
                    ("Ngày, tháng, năm sinh", "nksNgaySinh"),
                    ("Nơi sinh", "nksNoiSinh"),
                    ("Dân tộc", "nksDanToc"),
                    ("Họ tên mẹ", "meHoTen"),
                    ("Năm sinh của mẹ", "meNgaySinh"),
                    ("Dân tộc mẹ", "meDanToc"),
                    ("HKTT của mẹ", "meNoiCuTru"),
                    ("HỌ TÊN BỐ", "chaHoTen"),
                    ("Nam sinh bo", "chaNgaySinh"),
                    ("Người đi khai: họ tên", "nycHoTen"),
                    ("Quan hệ", "nycQuanHe"),
                    ("CMND người đi khai", "nycSoGiayToTuyThan"),
                    ("Người ký", "nguoiKy"),
                    ("Chức vụ", "chucVuNguoiKy"),
                    ("Tên file", "file"),
                    ("Ghi chú", "ghiChu"),
                ][..],
            ),
            (
                "KH",
                &[
                    ("Họ tên chồng", "chongHoTen"),
                    ("Ngày sinh chồng", "chongNgaySinh"),
                    ("Bên nữ · Họ và tên", "voHoTen"),
                    ("Bên nữ · Dân tộc", "voDanToc"),
                    // Whose, nobody says.
                    ("Họ và tên", ""),
                    ("Số", "so"),
                ],
            ),
            (
                "KT",
                &[
                    ("Họ tên người chết", "nktHoTen"),
                    ("Ngày mất", "nktNgayChet"),
                    ("Nguyên nhân", "nktNguyenNhanChet"),
                    ("Người đi khai", "nycHoTen"),
                ],
            ),
        ] {
            let (heads, wanted): (Vec<&str>, Vec<&str>) = heads.iter().copied().unzip();
            assert_eq!(meant(kind, &heads), wanted, "{kind}");
        }
    }

    #[test]
    fn the_ministrys_names_come_first_and_no_field_is_meant_twice() {
        assert_eq!(
            meant("KS", &["Họ và tên", "nksHoTen", "nksHoTen", "Tên bảng"]),
            ["", "nksHoTen", "", ""]
        );
    }

    #[test]
    fn every_label_finds_its_own_field() {
        let catalogue = Catalogue::built_in().unwrap();
        for book_type in catalogue.types() {
            let heads: Vec<String> = book_type
                .fields
                .iter()
                .map(|field| format!("{} · {}", field.section, field.label))
                .collect();
            let means = headings(book_type, &heads);
            let lost: Vec<&str> = (0..heads.len())
                .filter(|&at| !matches!(means[at], Some((Heading::Field(field), _)) if field == at))
                .map(|at| heads[at].as_str())
                .collect();
            // Some labels differ by a word that says nothing more; a wrong field would be worse.
            assert!(
                lost.len() * 10 <= heads.len(),
                "{}: {lost:?}",
                book_type.code
            );
        }
    }
}
