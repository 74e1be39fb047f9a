//! Finding a text in values and putting another in its place.

use crate::viet::fold::search_key;

/// What is looked for in values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// The text.
    pub text: &'a str,
    /// Only where it is the whole value.
    pub whole: bool,
    /// Letters and marks exactly as typed; else neither count.
    pub exact: bool,
}

impl Wanted<'_> {
    /// The value with every place of the wanted text replaced; `None` where it has none. Only whole words of it are
    /// found, unless it is asked for exactly.
    #[must_use]
    pub fn replaced(&self, value: &str, with: &str) -> Option<String> {
        if self.text.is_empty() {
            return (self.whole && value.is_empty()).then(|| with.to_owned());
        }
        let same = |a: &str, b: &str| {
            if self.exact {
                a == b
            } else {
                search_key(a) == search_key(b)
            }
        };
        let done = if self.whole {
            same(value, self.text).then(|| with.to_owned())?
        } else if self.exact {
            value
                .contains(self.text)
                .then(|| value.replace(self.text, with))?
        } else {
            self.words_replaced(value, with)?
        };
        (done != value).then_some(done)
    }

    /// Compares runs of words, since letters without their marks are of other lengths.
    fn words_replaced(&self, value: &str, with: &str) -> Option<String> {
        let own = spans(self.text);
        let (first, last) = (own.first()?, own.last()?);
        let wanted = search_key(&self.text[first.0..last.1]);
        let count = own.len();
        let words: Vec<(usize, usize)> = spans(value);
        let mut out = String::new();
        let (mut at, mut from, mut found) = (0, 0, false);
        while at < words.len() {
            let run = words.get(at..at + count).filter(|run| {
                let (begin, end) = (run[0].0, run[count - 1].1);
                search_key(&value[begin..end]) == wanted
            });
            match run {
                Some(run) => {
                    out.push_str(&value[from..run[0].0]);
                    out.push_str(with);
                    from = run[count - 1].1;
                    found = true;
                    at += count;
                }
                None => at += 1,
            }
        }
        out.push_str(&value[from..]);
        found.then_some(out)
    }
}

/// Where the words of a text begin and end; a comma or a stop at its end belongs to none.
fn spans(text: &str) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let mut begin = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = !c.is_whitespace() && !matches!(c, ',' | ';' | '.' | '(' | ')');
        match (begin, inside) {
            (None, true) => begin = Some(at),
            (Some(from), false) => {
                spans.push((from, at));
                begin = None;
            }
            _ => {}
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_replaced() {
        let loose = |text| Wanted {
            text,
            whole: false,
            exact: false,
        };
        let exact = |text| Wanted {
            text,
            whole: false,
            exact: true,
        };
        let whole = |text| Wanted {
            text,
            whole: true,
            exact: false,
        };
        for (wanted, value, with, result) in [
            (
                loose("xa an nhon"),
                "Thôn 2, xã An Nhơn, huyện Đạ Tẻh",
                "xã Tân Thử",
                Some("Thôn 2, xã Tân Thử, huyện Đạ Tẻh"),
            ),
            (
                loose("an"),
                "Thôn An, xã An Nhơn",
                "Ân",
                Some("Thôn Ân, xã Ân Nhơn"),
            ),
            (loose("an nho"), "xã An Nhơn", "x", None),
            (loose("Mỹ"), "Lê Thị My", "Mỹ", Some("Lê Thị Mỹ")),
            (loose("my"), "Lê Thị My", "My", None),
            (exact("Nhon"), "An Nhon", "Nhơn", Some("An Nhơn")),
            (exact("nhon"), "An Nhon", "Nhơn", None),
            (whole("kinh"), "Kinh", "Ê Đê", Some("Ê Đê")),
            (whole("kinh"), "Kinh Kỳ", "Ê Đê", None),
            (whole(""), "", "Kinh", Some("Kinh")),
            (
                loose("An Nhơn, huyện"),
                "xã An Nhơn, huyện Đạ Tẻh",
                "Tân Thử, huyện",
                Some("xã Tân Thử, huyện Đạ Tẻh"),
            ),
            (loose(" , "), "a , b", "x", None),
            (loose(""), "", "Kinh", None),
        ] {
            assert_eq!(
                wanted.replaced(value, with).as_deref(),
                result,
                "{wanted:?} in {value}"
            );
        }
    }

    proptest! {
        #[test]
        fn nothing_else_is_touched(value in "\\PC{0,30}", text in "\\PC{0,6}", with in "\\PC{0,6}", exact: bool) {
            let wanted = Wanted { text: &text, whole: false, exact };
            if let Some(done) = wanted.replaced(&value, &with) {
                prop_assert_ne!(&done, &value);
            }
            let same = wanted.replaced(&value, &text);
            prop_assert!(!exact || same.is_none());
        }
    }
}
