//! Nationalities: states by their usual Vietnamese names, other names and spellings, and states
//! that existed when old ledgers were written.
//!
//! The list was written by hand from general knowledge (likely, not sure): what it does not have
//! is not wrong.

use std::sync::LazyLock;

use super::Known;
use super::names::Names;

static NATIONS: LazyLock<Names> =
    LazyLock::new(|| Names::read(include_str!("../../../../assets/lists/nations.tsv")));

/// Việt Nam, the first of the list.
pub const VIET_NAM: &str = "Việt Nam";

/// The usual name of a state a ledger names as nationality or country.
#[must_use]
pub fn find(text: &str) -> Known<'static> {
    NATIONS.find(text)
}

/// The state of that very name or other name, without looking for what is near.
pub(super) fn named(text: &str) -> Option<&'static str> {
    NATIONS.known(text).ok()?.name()
}

/// Every name, Việt Nam first.
#[must_use]
pub fn all() -> &'static [&'static str] {
    NATIONS.all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_and_other_names() {
        for (text, wanted) in [
            ("Việt Nam", Known::Exact("Việt Nam")),
            ("VIỆT NAM", Known::Exact("Việt Nam")),
            ("Việt-Nam", Known::Alias("Việt Nam")),
            ("viet nam", Known::Alias("Việt Nam")),
            ("VN", Known::Alias("Việt Nam")),
            ("CHND Trung Hoa", Known::Alias("Trung Quốc")),
            ("CHDCND Lào", Known::Alias("Lào")),
            ("Lao", Known::Alias("Lào")),
            ("Cam-pu-chia", Known::Alias("Campuchia")),
            ("Mỹ", Known::Alias("Hoa Kỳ")),
            ("Pháp", Known::Exact("Pháp")),
            ("Đại Hàn Dân Quốc", Known::Alias("Hàn Quốc")),
            ("Nhật", Known::Alias("Nhật Bản")),
            ("Đài Loan (Trung Quốc)", Known::Alias("Đài Loan")),
            ("Liên bang Nga", Known::Alias("Nga")),
            ("Liên Xô", Known::Exact("Liên Xô")),
            ("Cộng hòa Dân chủ Đức", Known::Alias("CHDC Đức")),
            ("Tiệp Khắc", Known::Exact("Tiệp Khắc")),
            ("không quốc tịch", Known::Exact("Không quốc tịch")),
            ("Việt Nma", Known::Near(vec!["Việt Nam"])),
            ("Việt Namm", Known::Near(vec!["Việt Nam"])),
            ("Atlantis", Known::Unknown),
            ("", Known::Unknown),
        ] {
            assert_eq!(find(text), wanted, "{text:?}");
        }
        assert_eq!(all()[0], VIET_NAM);
    }

    #[test]
    fn every_spelling_means_one_state() {
        assert!(all().len() > 200, "{}", all().len());
        for name in all() {
            assert_eq!(find(name), Known::Exact(name));
        }
        for row in super::super::rows(include_str!("../../../../assets/lists/nations.tsv")) {
            for alias in row[1].split(", ").filter(|a| !a.is_empty()) {
                assert_eq!(find(alias).name(), Some(row[0]), "{alias}");
            }
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(s in "\\PC*") {
            let _ = find(&s);
        }
    }
}
