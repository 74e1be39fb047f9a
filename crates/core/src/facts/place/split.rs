//! Takes an address apart: at commas, at dashes and before a word such as "huyện".

/// The rank a part is named with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hint {
    Province,
    /// Thành phố: a province or a district.
    City,
    District,
    Ward,
}

/// A stretch of the text between separators.
#[derive(Debug, Clone, Copy)]
pub(super) struct Atom {
    pub(super) start: usize,
    /// Where the name begins, after "huyện".
    pub(super) name: usize,
    pub(super) end: usize,
    pub(super) hint: Option<Hint>,
    /// The hint is a word or a short form that means nothing else.
    pub(super) sure: bool,
    /// Only a dash stands before it: it may belong to the name before.
    pub(super) joined: bool,
}

const ONE_WORD: [(&str, &str, Hint); 5] = [
    ("tỉnh", "tinh", Hint::Province),
    ("huyện", "huyen", Hint::District),
    ("quận", "quan", Hint::District),
    ("xã", "xa", Hint::Ward),
    ("phường", "phuong", Hint::Ward),
];
const TWO_WORDS: [(&str, &str, Hint); 4] = [
    ("thành phố", "thanh pho", Hint::City),
    ("thị xã", "thi xa", Hint::District),
    ("thị trấn", "thi tran", Hint::Ward),
    ("đặc khu", "dac khu", Hint::Ward),
];
/// Short forms; not sure where they also stand for thôn, xóm, phố or tập thể.
const SHORT: [(&str, Hint, bool); 14] = [
    ("t.p.", Hint::City, true),
    ("t.x.", Hint::District, true),
    ("t.t.", Hint::Ward, false),
    ("tp.", Hint::City, true),
    ("tx.", Hint::District, true),
    ("tt.", Hint::Ward, false),
    ("tp ", Hint::City, true),
    ("tx ", Hint::District, true),
    ("tt ", Hint::Ward, false),
    ("h.", Hint::District, true),
    ("q.", Hint::District, true),
    ("x.", Hint::Ward, false),
    ("p.", Hint::Ward, false),
    ("t.", Hint::Province, false),
];

/// The rank a text begins with: which, whether it means nothing else, and how many bytes it takes.
/// Words without marks count where the whole text has none: "Quan Hóa" is a name.
pub(super) fn hint(text: &str, bare: bool) -> Option<(Hint, bool, usize)> {
    word(text, bare).or_else(|| short(text)).or_else(|| {
        // Q1, P5
        let bytes = text.as_bytes();
        let found = match bytes.first()?.to_ascii_lowercase() {
            b'q' => (Hint::District, true, 1),
            b'p' => (Hint::Ward, false, 1),
            _ => return None,
        };
        bytes.get(1)?.is_ascii_digit().then_some(found)
    })
}

fn word(text: &str, bare: bool) -> Option<(Hint, bool, usize)> {
    let first = text.find(' ')?;
    // The longest is "phường".
    if first > 12 {
        return None;
    }
    let second = text[first + 1..]
        .find(' ')
        .map(|len| first + 1 + len)
        .filter(|end| *end <= 24);
    let find = |table: &[(&str, &str, Hint)], end: usize| {
        let lower = text[..end].trim_end_matches([':', '.']).to_lowercase();
        table
            .iter()
            .find(|(marked, plain, _)| lower == *marked || (bare && lower == *plain))
            .map(|(_, _, hint)| (*hint, true, end + 1))
    };
    find(&ONE_WORD, first)
        .filter(|(hint, ..)| !is_no_unit(*hint, &text[first + 1..]))
        .or_else(|| find(&TWO_WORDS, second?))
}

/// "tỉnh lộ", "huyện ủy", "xã đội": a road, a committee, soldiers.
fn is_no_unit(hint: Hint, rest: &str) -> bool {
    let next = rest.split(' ').next().unwrap_or_default();
    matches!(next, "lộ" | "ủy" | "uỷ" | "đội")
        || (hint == Hint::Province && next.to_lowercase() == "lộ")
}

fn short(text: &str) -> Option<(Hint, bool, usize)> {
    SHORT.iter().find_map(|(form, hint, sure)| {
        let begins = text
            .get(..form.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(form));
        let rest = text.get(form.len()..)?.trim_start();
        (begins && !rest.is_empty()).then_some((*hint, *sure, text.len() - rest.len()))
    })
}

/// The parts of a clean text.
pub(super) fn atoms(text: &str) -> Vec<Atom> {
    let mut atoms = Vec::with_capacity(6);
    let bare = text.is_ascii();
    let mut start = 0;
    let mut joined = false;
    let ends = text
        .char_indices()
        .filter_map(|(at, c)| match c {
            ',' | ';' | '(' | ')' | '|' => Some((at, c, false)),
            '-' | '–' | '—' | '−' => Some((at, c, true)),
            _ => None,
        })
        .chain([(text.len(), ' ', false)]);
    for (end, separator, dash) in ends {
        let before = atoms.len();
        piece(text, start, end, joined, bare, &mut atoms);
        joined = dash && atoms.len() > before;
        start = (end + separator.len_utf8()).min(text.len());
    }
    atoms
}

/// One stretch between separators, split before words of rank that have a name before them.
fn piece(
    text: &str,
    start: usize,
    end: usize,
    mut joined: bool,
    bare: bool,
    atoms: &mut Vec<Atom>,
) {
    let inner = &text[start..end];
    let trimmed = inner.trim_matches([' ', '.']);
    if trimmed.is_empty() {
        return;
    }
    // A point at the end goes, one at the start was never a word.
    let mut start = start + (trimmed.as_ptr() as usize - inner.as_ptr() as usize);
    let end = start + trimmed.len();
    let mut add = |start: usize, end: usize, found: Option<(Hint, bool, usize)>| {
        let end = start + text[start..end].trim_end_matches([' ', '.', ':']).len();
        let (hint, sure, name) = found.map_or((None, false, start), |(hint, sure, len)| {
            (Some(hint), sure, (start + len).min(end))
        });
        atoms.push(Atom {
            start,
            name,
            end,
            hint,
            sure,
            joined: std::mem::take(&mut joined),
        });
    };
    let mut first = hint(&text[start..end], bare);
    let mut name = start + first.map_or(0, |(.., len)| len);
    let spaces: Vec<usize> = trimmed.match_indices(' ').map(|(at, _)| at).collect();
    let offset = start;
    for at in spaces.into_iter().map(|space| offset + space + 1) {
        if at <= name || at >= end {
            continue;
        }
        let rest = &text[at..end];
        let found = word(rest, bare).or_else(|| short(rest).filter(|_| has_point(rest)));
        // "Tứ Xã huyện …": a rank before a rank is part of the name.
        let Some((.., len)) = found.filter(|(.., len)| word(&rest[*len..], bare).is_none()) else {
            continue;
        };
        add(start, at, first);
        (start, first, name) = (at, found, at + len);
    }
    add(start, end, first);
}

/// Whether the first word holds a point.
fn has_point(text: &str) -> bool {
    text.split(' ')
        .next()
        .is_some_and(|word| word.contains('.'))
}
