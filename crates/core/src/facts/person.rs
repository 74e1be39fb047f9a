//! What a name says of its bearer, by the customs of the ethnic group.
//!
//! Sure for Kinh and Ê Đê, likely or a guess for the others: `assets/lists/name_orders.tsv` says
//! which. Nothing is ever read from "Y": it is male with Ê Đê and Mnông, female with Xơ Đăng.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Sex, ethnic, key, rows};
use crate::value::text;

/// A name in Kinh order. A single word is the given name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Name<'a> {
    /// Họ
    pub family: &'a str,
    /// Chữ đệm
    pub middle: Vec<&'a str>,
    /// Tên
    pub given: &'a str,
}

/// A family name, and whether its place in the name is sure for that group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FamilyName<'a> {
    /// As written, one or two words.
    pub text: &'a str,
    /// Whether the custom was read in a source that is sure.
    pub sure: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    First,
    Last,
    Neither,
}

static ORDERS: LazyLock<HashMap<&'static str, (Order, bool)>> = LazyLock::new(|| {
    rows(include_str!("../../../../assets/lists/name_orders.tsv"))
        .filter_map(|row| {
            let &[group, order, confidence] = row.as_slice() else {
                return None;
            };
            let order = match order {
                "first" => Order::First,
                "last" => Order::Last,
                _ => Order::Neither,
            };
            Some((group, (order, confidence == "sure")))
        })
        .collect()
});

/// Takes a name apart in Kinh order: family name, middle names, given name.
#[must_use]
pub fn parts(name: &str) -> Name<'_> {
    let mut words = name.split_whitespace();
    let Some(given) = words.next_back() else {
        return Name::default();
    };
    Name {
        given,
        family: words.next().unwrap_or_default(),
        middle: words.collect(),
    }
}

/// The sex a Kinh name tells: a middle name "Thị" is a woman's, "Văn" as the only middle name a
/// man's. Only for Kinh names of three words and more, and a custom rather than a rule (likely).
#[must_use]
pub fn sex_by_middle(name: &str) -> Option<Sex> {
    let count = name.split_whitespace().count();
    let middle = || {
        name.split_whitespace()
            .skip(1)
            .take(count.saturating_sub(2))
    };
    if middle().any(|word| is(word, "Thị", "THỊ", "thị")) {
        Some(Sex::Female)
    } else if count == 3 && middle().any(|word| is(word, "Văn", "VĂN", "văn")) {
        Some(Sex::Male)
    } else {
        None
    }
}

/// A word in one of its usual cases; composed only when it has to be.
fn is(word: &str, title: &str, upper: &str, lower: &str) -> bool {
    let same = |word: &str| word == title || word == upper || word == lower;
    same(word) || (!text::is_composed(word) && same(&text::composed(word)))
}

/// The family name by the custom of the ethnic group (any spelling [`ethnic::find`] knows):
/// first for Kinh and most others, last for Ê Đê, none for Ba Na and Xơ Đăng, and none where the
/// custom is not known or the name has no second part.
#[must_use]
pub fn family_name<'a>(name: &'a str, group: &str) -> Option<FamilyName<'a>> {
    let &(order, sure) = match ORDERS.get(group) {
        Some(known) => known,
        None => ORDERS.get(ethnic::find(group).name()?)?,
    };
    let words: Vec<&str> = name.split_whitespace().collect();
    let text = match order {
        Order::Neither => None,
        Order::First => {
            // Rơ Châm, Rơ Mah: two words of Gia Rai.
            let two = words.len() > 2 && words[0].chars().count() == 2 && key(words[0]) == "ro";
            (words.len() > 1).then(|| span(name, &words, 0, usize::from(two)))
        }
        Order::Last => {
            // Y Bhiăp Niê, H'Hen Niê, H’ Hen Niê: the prefix is no part of its own.
            let alone = matches!(words.first()?.trim_end_matches(['\'', '’', 'ʼ']), "Y" | "H");
            let from = 1 + usize::from(alone);
            let last = words.len().checked_sub(1)?;
            // Buôn Yă, Niê Kđăm: two words.
            let two = last > from && matches!(key(words[last - 1]).as_str(), "buon" | "nie");
            (last >= from).then(|| span(name, &words, last - usize::from(two), last))
        }
    }?;
    Some(FamilyName { text, sure })
}

/// The stretch of a name from one of its words to another.
fn span<'a>(name: &'a str, words: &[&'a str], from: usize, to: usize) -> &'a str {
    let start = |word: &str| word.as_ptr() as usize - name.as_ptr() as usize;
    name.get(start(words[from])..start(words[to]) + words[to].len())
        .unwrap_or(words[from])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn parts_in_kinh_order() {
        for (name, family, middle, given) in [
            ("Lê Thị Kim Hoa", "Lê", vec!["Thị", "Kim"], "Hoa"),
            (" Lê  Hoa ", "Lê", vec![], "Hoa"),
            ("Hoa", "", vec![], "Hoa"),
            ("", "", vec![], ""),
        ] {
            let wanted = Name {
                family,
                middle,
                given,
            };
            assert_eq!(parts(name), wanted);
        }
    }

    #[test]
    fn sex_of_the_middle_name() {
        for (name, wanted) in [
            ("Lê Thị Hoa", Some(Sex::Female)),
            ("LÊ THỊ HOA", Some(Sex::Female)),
            ("Lê Thi\u{323} Hoa", Some(Sex::Female)),
            ("Lê Thị Kim Hoa", Some(Sex::Female)),
            ("Lê Thị Văn", Some(Sex::Female)),
            ("Lê Trần Thị Văn Hoa", Some(Sex::Female)),
            ("Lê Văn Bình", Some(Sex::Male)),
            ("Lê Văn Thị", Some(Sex::Male)),
            ("Lê Văn Khánh An", None),
            ("Lê Thị", None),
            ("Thị Hoa", None),
            ("Văn Bình", None),
            ("Lê Thi Hoa", None),
            ("Y Bình Niê", None),
            ("", None),
        ] {
            assert_eq!(sex_by_middle(name), wanted, "{name}");
        }
    }

    #[test]
    fn family_names_by_group() {
        for (name, group, wanted) in [
            ("Lê Thị Hoa", "Kinh", Some(("Lê", true))),
            ("Lê Thị Hoa", "Kinh (Việt)", Some(("Lê", true))),
            ("Hoa", "Kinh", None),
            ("Y An Niê", "Ê Đê", Some(("Niê", true))),
            ("Y An Niê Kđăm", "Ê-đê", Some(("Niê Kđăm", true))),
            ("Y An Buôn Yă", "Rhade", Some(("Buôn Yă", true))),
            ("H'An Niê", "Ê Đê", Some(("Niê", true))),
            ("H’ An Niê", "Ê Đê", Some(("Niê", true))),
            ("H Niê Mlô", "Ê Đê", Some(("Mlô", true))),
            ("Y An", "Ê Đê", None),
            ("H'An", "Ê Đê", None),
            ("Y", "Ê Đê", None),
            ("Rơ Châm H'An", "Gia Rai", Some(("Rơ Châm", false))),
            ("Siu An", "Jrai", Some(("Siu", false))),
            ("A An", "Xơ Đăng", None),
            ("Y An", "Ba Na", None),
            ("Y An", "Mnông", None),
            ("K'An", "Cơ Ho", None),
            ("Giàng A An", "Mông", Some(("Giàng", false))),
            ("Lò Văn An", "Thái", Some(("Lò", false))),
            ("Lê An", "không có", None),
            ("", "Kinh", None),
            ("", "Ê Đê", None),
        ] {
            let found = family_name(name, group).map(|f| (f.text, f.sure));
            assert_eq!(found, wanted, "{name} {group}");
        }
    }

    #[test]
    fn every_group_of_the_list_has_the_ministrys_name() {
        assert_eq!(ORDERS.len(), 21);
        for group in ORDERS.keys() {
            assert_eq!(ethnic::find(group), super::super::Known::Exact(group));
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(name in "\\PC*|[YH'’ aôƀ]{0,12}", group in "Kinh|Ê Đê|Gia Rai|Ba Na|\\PC*") {
            let _ = (parts(&name), sex_by_middle(&name), ethnic::is_kinh(&group));
            if let Some(family) = family_name(&name, &group) {
                prop_assert!(name.contains(family.text));
            }
        }
    }
}
