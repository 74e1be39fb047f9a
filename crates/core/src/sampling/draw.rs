//! Which ones are looked at: drawn by a seed that is printed in the minutes, so that anybody can draw them again with
//! nothing but SHA-256.
//!
//! The lot's items are put in an order of their own (the caller's, the same for everybody), and numbered from 0. For
//! `i` = 0, 1, 2 … the one at place `i` changes places with the one at place `i + r`, where `r` is the first of the
//! numbers `first 8 bytes of SHA-256("seed/i/k")`, big-endian, `k` = 0, 1, 2 …, that lies below the largest multiple
//! of `N - i` a 64-bit number can hold, modulo `N - i`. The first `n` places are the sample.

use sha2::{Digest, Sha256};

/// The places that are drawn, `n` of `lot`, in the order of the lot.
#[must_use]
pub fn draw(lot: usize, n: usize, seed: &str) -> Vec<usize> {
    let mut drawn = order(lot, n, seed);
    drawn.sort_unstable();
    drawn
}

/// The same in the order in which they were drawn: the first `m` of them are the sample of `m`.
#[must_use]
pub fn order(lot: usize, n: usize, seed: &str) -> Vec<usize> {
    let mut places: Vec<usize> = (0..lot).collect();
    let n = n.min(lot);
    for i in 0..n {
        let beyond = below((lot - i) as u64, seed, i);
        places.swap(i, i + usize::try_from(beyond).unwrap_or(0));
    }
    places.truncate(n);
    places
}

/// A number below a bound, each as likely as the others.
fn below(bound: u64, seed: &str, turn: usize) -> u64 {
    // The last, cut block of numbers would favour the small ones.
    let fair = u64::MAX - u64::MAX % bound;
    let mut k = 0u32;
    loop {
        let hash = Sha256::digest(format!("{seed}/{turn}/{k}").as_bytes());
        let mut first = [0u8; 8];
        first.copy_from_slice(&hash[..8]);
        let number = u64::from_be_bytes(first);
        if number < fair {
            return number % bound;
        }
        k += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_draws_the_same_for_everybody() {
        // As tests/bench/draw_again.py has them, which counts from 1.
        assert_eq!(draw(20, 5, "2026-11-28/KS.2008.01"), [0, 6, 10, 14, 19]);
        assert_eq!(
            draw(1000, 8, "mầm"),
            [155, 226, 233, 235, 652, 892, 925, 960]
        );
        let all = draw(7, 99, "x");
        assert_eq!(all, [0, 1, 2, 3, 4, 5, 6]);
        assert!(draw(0, 3, "x").is_empty());
        let some = order(50, 10, "mầm");
        assert_eq!(order(50, 4, "mầm"), some[..4]);
    }

    #[test]
    fn each_is_as_likely_as_the_others() {
        let mut times = [0u32; 12];
        for seed in 0..6_000 {
            for place in draw(12, 3, &seed.to_string()) {
                times[place] += 1;
            }
        }
        // 1,500 expected, standard deviation 34.
        assert!(
            times.iter().all(|n| (1_350..1_650).contains(n)),
            "{times:?}"
        );
    }
}
