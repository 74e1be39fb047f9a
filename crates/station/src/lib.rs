//! What people do at a station: use cases over a store of books, pages, cases and their history.
pub mod view;
