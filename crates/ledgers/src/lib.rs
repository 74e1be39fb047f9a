//! Draws ledgers as they look, with their truth: for the demonstration, for tests and for
//! measuring. Printed forms filled in by hand, of every book type, one or several cases a page, or tables
//! with a row a case; as clean scans, skewed scans, and phone photos with perspective, shadow and EXIF rotation.
//!
//! All people are invented. The same seed draws the same book. It is no part of the program that
//! is shipped.

pub mod book;
pub mod faults;
pub mod look;
pub mod page;
pub mod people;
pub mod table;
pub mod truth;

pub use book::{Order, write_book, write_sheet};
pub use look::Look;
