//! A list of names with their other names, asked by text.

use std::borrow::Cow;
use std::collections::HashMap;

use super::{Known, key, nearest, rows};
use crate::value::text;

/// A list file of two columns: name, other names (comma separated).
pub(super) struct Names {
    /// As the file spells them: most texts are found here at once.
    spelt: HashMap<&'static str, usize>,
    /// Lower case with one kind of apostrophe.
    plain: HashMap<String, (usize, bool)>,
    /// By [`key`]: every entry a name of the list has it as, names before other names.
    keys: HashMap<String, Vec<(usize, bool)>>,
    list: Vec<&'static str>,
}

impl Names {
    pub(super) fn read(file: &'static str) -> Self {
        let mut names = Self {
            spelt: HashMap::new(),
            plain: HashMap::new(),
            keys: HashMap::new(),
            list: Vec::new(),
        };
        let table: Vec<_> = rows(file).collect();
        for (index, row) in table.iter().enumerate() {
            let name = row.first().copied().unwrap_or_default();
            names.list.push(name);
            names.spelt.insert(name, index);
            names.add(name, index, true);
        }
        for (index, row) in table.iter().enumerate() {
            for alias in row.get(1).copied().unwrap_or_default().split(", ") {
                if !alias.is_empty() {
                    names.add(alias, index, false);
                }
            }
        }
        names
    }

    fn add(&mut self, spelling: &'static str, index: usize, own: bool) {
        // Another name that two entries share belongs to neither.
        self.plain
            .entry(plain(spelling).into_owned())
            .and_modify(|(known, known_own)| {
                if *known != index && !*known_own {
                    *known = usize::MAX;
                }
            })
            .or_insert((index, own));
        let of_key = self.keys.entry(key(spelling)).or_default();
        if !of_key.iter().any(|(known, _)| *known == index) {
            of_key.push((index, own));
        }
    }

    pub(super) fn all(&self) -> &[&'static str] {
        &self.list
    }

    /// What the list says to a text. `A (B)` is `A` when nothing speaks against it.
    pub(super) fn find(&self, raw: &str) -> Known<'static> {
        self.known(raw).unwrap_or_else(|wanted| {
            let near = nearest(
                &wanted,
                self.keys
                    .iter()
                    .flat_map(|(key, of)| of.iter().map(move |(index, _)| (key, *index))),
            );
            if near.is_empty() {
                Known::Unknown
            } else {
                Known::Near(near.into_iter().map(|index| self.list[index]).collect())
            }
        })
    }

    /// What the list itself has; otherwise the key to look for what is near, which takes long.
    pub(super) fn known(&self, raw: &str) -> Result<Known<'static>, String> {
        if let Some(&index) = self.spelt.get(raw) {
            return Ok(Known::Exact(self.list[index]));
        }
        if let Some(&(index, own)) = self.plain.get(plain(raw).as_ref())
            && let Some(&name) = self.list.get(index)
        {
            if own {
                return Ok(Known::Exact(name));
            }
            // Without marks an other name may as well be another entry's: the keys decide.
            if !raw.is_ascii() {
                return Ok(Known::Alias(name));
            }
        }
        let wanted = key(raw);
        if wanted.is_empty() {
            return Ok(Known::Unknown);
        }
        if let Some(found) = self.keys.get(&wanted) {
            return Ok(match found.as_slice() {
                [(one, _)] => Known::Alias(self.list[*one]),
                several => Known::Near(several.iter().take(3).map(|e| self.list[e.0]).collect()),
            });
        }
        if let Some((head, rest)) = raw.split_once('(')
            && !rest.contains('(')
        {
            let name = |part: &str| self.known(part).ok()?.name();
            match (name(head), name(rest.trim_end_matches([')', ' ']))) {
                (Some(outer), Some(inner)) if outer != inner => {
                    return Ok(Known::Near(vec![outer, inner]));
                }
                (Some(outer), _) => return Ok(Known::Alias(outer)),
                (None, Some(inner)) => return Ok(Known::Near(vec![inner])),
                (None, None) => {}
            }
        }
        Err(wanted)
    }
}

/// Lower case, composed, one kind of apostrophe, no stray spaces.
fn plain(raw: &str) -> Cow<'_, str> {
    let mended = if text::is_composed(raw) && !text::has_stray(raw) {
        Cow::Borrowed(raw)
    } else {
        Cow::Owned(text::clean(raw))
    };
    let odd = |c: char| matches!(c, '’' | '‘' | 'ʼ' | '´' | '`' | 'ʹ');
    if !mended.chars().any(|c| c.is_uppercase() || odd(c)) {
        return mended;
    }
    Cow::Owned(
        mended
            .chars()
            .map(|c| if odd(c) { '\'' } else { c })
            .flat_map(char::to_lowercase)
            .collect(),
    )
}
