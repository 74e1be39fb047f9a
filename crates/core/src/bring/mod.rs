//! What others typed, on its way into a book: which field each column of their sheet means, and which case
//! each of their rows belongs to. What is not sure is told, never guessed in silence.

mod headings;
mod pairing;

pub use headings::{Heading, MeansWhy, OVER, headings};
pub use pairing::{Doubt, Fate, Pairing, Traits, pair};
