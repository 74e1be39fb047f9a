//! Values as ledgers write them: partial dates, numbers, clean text.

pub mod date;
pub mod number;
pub mod replace;
pub mod text;

pub use date::{DateError, PartialDate};
