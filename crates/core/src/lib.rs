//! What a civil-status ledger, its cases and their values *are*: book types read from data
//! files, values as the paper gives them, the rules that judge them, the names of what is
//! delivered.
//!
//! It is deliberately not able to do anything: it opens no file, asks no clock, knows no SQL
//! and no window. Time, who is working and identity are passed in.

pub mod acceptance;
pub mod assignment;
pub mod book;
pub mod bring;
pub mod checking;
pub mod cut;
pub mod facts;
pub mod find;
pub mod keying;
pub mod layout;
pub mod merge;
pub mod messages;
pub mod naming;
pub mod numbering;
pub mod people;
pub mod record;
pub mod rules;
pub mod sampling;
pub mod schema;
pub mod shape;
pub mod survey;
pub mod typing;
pub mod value;
pub mod viet;

pub use book::{Book, BookState, Case, CasePage, CaseState, Confirmation, Page, PageRole, Region};
pub use record::{FieldState, FieldValue, Record};
pub use schema::{BookType, Catalogue, Field, Kind, Role, Sheet};
pub use shape::{Point, Shape};
pub use survey::{Doubt, Reason, Survey, Verdict};
