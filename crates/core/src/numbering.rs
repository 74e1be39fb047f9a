//! Numbers written on the pages of a ledger. Nobody types two hundred of them: a person types what stands
//! on a few pages, the others are counted on from there, and where two typed numbers do not fit the pictures
//! between them pages are missing or were taken twice. Halving what is left leads to the place in few
//! questions.

/// A picture of the book, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaf {
    /// Numbered pages on it: none on a cover, two on an open book.
    pub counts: u32,
    /// The number a person read on it, the first of two.
    pub typed: Option<u32>,
}

/// Two pictures whose numbers do not fit what lies between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break {
    /// Index of the last picture that is right.
    pub after: usize,
    /// Index of the first one that is not: the pages are missing, or doubled, somewhere between. When it
    /// is the next one they are right there.
    pub before: usize,
    /// Number that was due.
    pub due: u32,
    /// Number that was read.
    pub read: u32,
}

impl Break {
    /// Pages missing; below zero pages too many.
    #[must_use]
    pub fn missing(&self) -> i64 {
        i64::from(self.read) - i64::from(self.due)
    }
}

/// What the typed numbers say of all pictures.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Numbering {
    /// The number of each picture, where it is known or follows from its neighbours without doubt.
    pub numbers: Vec<Option<u32>>,
    /// Where it does not fit.
    pub breaks: Vec<Break>,
    /// The picture whose number would tell most; `None` when nothing is left to be asked.
    pub ask: Option<usize>,
}

/// Works out the numbers of a book.
#[must_use]
pub fn numbering(leaves: &[Leaf]) -> Numbering {
    let mut numbers: Vec<Option<u32>> = vec![None; leaves.len()];
    let counted: Vec<usize> = (0..leaves.len())
        .filter(|i| leaves[*i].counts > 0)
        .collect();
    let known: Vec<(usize, u32)> = counted
        .iter()
        .filter_map(|&i| leaves[i].typed.map(|number| (i, number)))
        .collect();
    let between =
        |from: usize, to: usize| -> u32 { leaves[from..to].iter().map(|l| l.counts).sum() };
    let (Some(&(first, first_number)), Some(&(last, last_number))) = (known.first(), known.last())
    else {
        // The first page is where everybody looks first.
        return Numbering {
            numbers,
            breaks: vec![],
            ask: counted.first().copied(),
        };
    };
    let mut breaks = Vec::new();
    let mut count_on = |from: usize, number: u32, to: usize| {
        let mut next = number;
        for i in from..to {
            if leaves[i].counts > 0 {
                numbers[i] = Some(next);
                next = next.saturating_add(leaves[i].counts);
            }
        }
    };
    for pair in known.windows(2) {
        let ((a, number), (b, read)) = (pair[0], pair[1]);
        let due = number.saturating_add(between(a, b));
        if due == read {
            count_on(a, number, b);
        } else {
            breaks.push(Break {
                after: a,
                before: b,
                due,
                read,
            });
            count_on(a, number, a + 1);
        }
    }
    count_on(last, last_number, leaves.len());
    // Before the first typed one, as far as numbers go.
    let mut next = first_number;
    for i in (0..first).rev().filter(|i| leaves[*i].counts > 0) {
        let Some(number) = next.checked_sub(leaves[i].counts).filter(|n| *n > 0) else {
            break;
        };
        numbers[i] = Some(number);
        next = number;
    }
    // First the end of the book: when that fits nothing is missing. Then the middle of what does not fit.
    let end = counted
        .last()
        .copied()
        .filter(|end| leaves[*end].typed.is_none());
    let middle = breaks.iter().find_map(|one| {
        let inside: Vec<usize> = counted
            .iter()
            .copied()
            .filter(|i| (one.after + 1..one.before).contains(i))
            .collect();
        inside.get(inside.len() / 2).copied()
    });
    Numbering {
        numbers,
        ask: end.or(middle),
        breaks,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn leaves(typed: &[Option<u32>]) -> Vec<Leaf> {
        typed
            .iter()
            .map(|typed| Leaf {
                counts: 1,
                typed: *typed,
            })
            .collect()
    }

    #[test]
    fn numbers_are_counted_on_and_back() {
        let found = numbering(&leaves(&[None, Some(12), None, Some(14)]));
        assert_eq!(found.numbers, [Some(11), Some(12), Some(13), Some(14)]);
        assert_eq!((found.breaks.len(), found.ask), (0, None));
        let cover = Leaf {
            counts: 0,
            typed: None,
        };
        let spread = |typed| Leaf { counts: 2, typed };
        let found = numbering(&[cover, spread(Some(1)), spread(None), cover, spread(None)]);
        assert_eq!(found.numbers, [None, Some(1), Some(3), None, Some(5)]);
        assert_eq!(found.ask, Some(4), "the end is asked for");
    }

    #[test]
    fn a_jump_is_missing_and_a_repeat_is_doubled() {
        let found = numbering(&leaves(&[Some(44), Some(45), Some(48), Some(48)]));
        let told: Vec<_> = found
            .breaks
            .iter()
            .map(|b| (b.after, b.before, b.missing()))
            .collect();
        assert_eq!(told, [(1, 2, 2), (2, 3, -1)]);
        assert_eq!(found.ask, None);
    }

    #[test]
    fn a_book_without_any_number_is_asked_for_its_first_page() {
        assert_eq!(numbering(&leaves(&[None, None])).ask, Some(0));
        assert_eq!(numbering(&[]).ask, None);
    }

    proptest! {
        #[test]
        fn few_questions_lead_to_every_place(
            gaps in proptest::collection::vec((1_usize..199, 1_u32..4), 0..4),
        ) {
            let mut book: Vec<u32> = Vec::new();
            let mut number = 1;
            for at in 0..200_usize {
                number += gaps.iter().filter(|(gap, _)| *gap == at).map(|(_, missing)| missing).sum::<u32>();
                book.push(number);
                number += 1;
            }
            let mut places: Vec<usize> = gaps.iter().map(|(at, _)| *at).collect();
            places.sort_unstable();
            places.dedup();
            let mut typed = vec![None; book.len()];
            let mut questions = 0;
            while let Some(at) = numbering(&leaves(&typed)).ask {
                typed[at] = Some(book[at]);
                questions += 1;
                prop_assert!(questions <= 2 + 8 * places.len(), "{} places", places.len());
            }
            let found = numbering(&leaves(&typed));
            let told: Vec<usize> = found.breaks.iter().map(|one| one.before).collect();
            prop_assert_eq!(told, places);
            prop_assert!(found.breaks.iter().all(|one| one.after + 1 == one.before));
            let numbers: Vec<u32> = found.numbers.into_iter().flatten().collect();
            prop_assert_eq!(numbers, book);
        }
    }
}
