//! Values as ledgers write them: partial dates, numbers, clean text.

pub mod date;
pub mod number;
pub mod text;

pub use date::{DateError, PartialDate};
