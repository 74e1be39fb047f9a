//! Ethnic groups: the ministry's names, and the names ledgers use for them.
//!
//! The names are those of the "158" sheet's drop-down, the other names those of the list of 1979
//! (Quyết định 121-TCTK/PPCĐ) – both sure – and spellings of ledgers added by hand. Some of the
//! 1979 list's other names belong to two groups (Mán: Dao, Sán Dìu): those are never decided.

use std::sync::LazyLock;

use super::Known;
use super::names::Names;

static GROUPS: LazyLock<Names> =
    LazyLock::new(|| Names::read(include_str!("../../../../assets/lists/ethnic_groups.tsv")));

/// The ministry's name for what a ledger calls an ethnic group: `Kinh (Việt)`, `Jrai`, `Ê-đê`,
/// `dân tộc Tày`.
#[must_use]
pub fn find(text: &str) -> Known<'static> {
    match GROUPS.find(text) {
        known @ (Known::Exact(_) | Known::Alias(_)) => known,
        other => without_word(text)
            .and_then(|rest| GROUPS.find(rest).name())
            .map_or(other, Known::Alias),
    }
}

/// The ministry's names, in its order.
#[must_use]
pub fn all() -> &'static [&'static str] {
    GROUPS.all()
}

/// Whether the group is the majority people, under either of its names.
#[must_use]
pub fn is_kinh(group: &str) -> bool {
    group == "Kinh" || find(group).name() == Some("Kinh")
}

/// What stands after "dân tộc" or "người".
fn without_word(text: &str) -> Option<&str> {
    let (first, rest) = text.trim_start().split_once([' ', ':'])?;
    match super::key(first).as_str() {
        "nguoi" => Some(rest),
        "dan" => {
            let (second, rest) = rest.trim_start().split_once([' ', ':'])?;
            (super::key(second) == "toc").then(|| rest.trim_start_matches([':', ' ']))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_and_other_names() {
        for (text, wanted) in [
            ("Kinh", Known::Exact("Kinh")),
            ("KINH", Known::Exact("Kinh")),
            (" kinh ", Known::Exact("Kinh")),
            ("Ê Đê", Known::Exact("Ê Đê")),
            ("E\u{302} Đe\u{302}", Known::Exact("Ê Đê")),
            ("Người nước ngoài", Known::Exact("Người nước ngoài")),
            ("Thổ", Known::Exact("Thổ")),
            ("Việt", Known::Alias("Kinh")),
            ("Kinh (Việt)", Known::Alias("Kinh")),
            ("Kinh ( Việt )", Known::Alias("Kinh")),
            ("Jrai", Known::Alias("Gia Rai")),
            ("J’rai", Known::Alias("Gia Rai")),
            ("Gia-rai", Known::Alias("Gia Rai")),
            ("Gia rai (Chor)", Known::Alias("Gia Rai")),
            ("Bahnar", Known::Alias("Ba Na")),
            ("Ê-đê", Known::Alias("Ê Đê")),
            ("Êđê", Known::Alias("Ê Đê")),
            ("Rhade", Known::Alias("Ê Đê")),
            ("Ede", Known::Alias("Ê Đê")),
            ("H'Mông", Known::Alias("Mông")),
            ("H’Mông", Known::Alias("Mông")),
            ("M’nông", Known::Alias("Mnông")),
            ("Khmer", Known::Alias("Khơ Me")),
            ("dân tộc Tày", Known::Alias("Tày")),
            ("Dân tộc: Mường", Known::Alias("Mường")),
            ("Người Dao", Known::Alias("Dao")),
            ("Tay", Known::Alias("Tày")),
            ("Nước ngoài", Known::Alias("Người nước ngoài")),
            ("Lao", Known::Near(vec!["Lào", "La Hủ"])),
            ("Mán", Known::Near(vec!["Dao", "Sán Dìu"])),
            ("Mông (Tày)", Known::Near(vec!["Mông", "Tày"])),
            ("Kinhh", Known::Near(vec!["Kinh"])),
            ("Knih", Known::Near(vec!["Kinh"])),
            ("", Known::Unknown),
            ("()", Known::Unknown),
            ("Eskimo", Known::Unknown),
        ] {
            assert_eq!(find(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn the_list_is_whole_and_knows_itself() {
        assert_eq!(all().len(), 56);
        for name in all() {
            assert_eq!(find(name), Known::Exact(name));
        }
        assert!(is_kinh("Kinh") && is_kinh("kinh") && is_kinh("Việt") && !is_kinh("Tày"));
    }

    proptest! {
        #[test]
        fn nothing_panics(s in "\\PC*|[()ĐÊêđ' ]*") {
            if let Known::Near(near) = find(&s) {
                prop_assert!((1..=3).contains(&near.len()));
            }
        }
    }
}
