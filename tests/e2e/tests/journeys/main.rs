//! Few journeys, each from beginning to end as a person goes it. They need a screen: `make e2e`.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod acceptance;
mod accessible_names;
mod asleep_and_twice;
mod book_as_a_table;
mod demonstration_tour;
mod disk_full_while_typing;
mod enlarged_text;
mod find_anyone;
mod first_book;
mod handover;
mod input_methods;
mod killed_while_typing;
mod little_to_type;
mod many_books;
mod other_books;
mod parts_of_pages;
mod readers;
mod rows_of_a_table;
mod screens;
mod second_pair;
mod several_people;
mod spots_of_fields;
mod strangers_sheet;
mod two_hands;
mod two_windows;
mod undo_confirm_and_import_refusals;
mod whole_workspace;
