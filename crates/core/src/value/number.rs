//! Registration and volume numbers as ledgers write them.

/// The part of `so` before any `/`, as it stands (leading zeros stay): `62/2017` → `62`.
#[must_use]
pub fn number_part(so: &str) -> &str {
    so.split('/').next().unwrap_or("").trim()
}

/// For ordering cases: the leading digits as a number, then the rest as text, so that `9` comes
/// before `10` and `62a` after `62`. Numbers without digits come last.
#[must_use]
pub fn number_key(so: &str) -> (u64, String) {
    let part = number_part(so);
    let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
    let rest = part[digits.len()..].to_lowercase();
    (digits.parse().unwrap_or(u64::MAX), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_and_order() {
        assert_eq!(number_part("05/2017"), "05");
        assert_eq!(number_part(" 62 "), "62");
        let mut seen = vec!["10", "62a", "9", "62", "x", "062/2001"];
        seen.sort_by_key(|so| number_key(so));
        assert_eq!(seen, ["9", "10", "62", "062/2001", "62a", "x"]);
    }
}
