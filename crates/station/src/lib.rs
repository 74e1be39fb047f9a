//! What people do at a station: making a workspace, adding books, bringing in pages, cutting them
//! into cases, typing, judging, packaging, verifying. One file a use case, all of them methods of
//! [`Station`], over a [`store::Store`] that keeps everything and its history.
//!
//! It knows no window and no command line: the shell and the command unpack their arguments, call
//! one method here and show what comes back. Time, names and identities come from a
//! [`host::Host`].

pub mod error;
pub mod host;
pub mod package;
pub mod sheet;
pub mod store;
pub mod view;
pub mod workspace;

mod acceptance;
mod assignments;
mod books;
mod bundle;
mod cases;
mod checking;
mod checks;
mod contents;
mod cutting;
mod desk;
mod export;
mod find;
mod first;
mod grid;
mod held;
mod history;
mod import;
mod inspect;
mod jobs;
mod judging;
mod layouts;
mod learned;
mod lists;
mod meetings;
pub mod minutes;
mod numbers;
mod offers;
mod pace;
mod pages;
mod parts;
mod people;
mod phrases;
mod pictures;
mod progress;
mod records;
mod returned;
mod sampling;
mod second;
mod settings;
mod shapes;
mod spots;
mod station;
mod undo;
mod watch;
mod whole;

pub use checking::{SheetChecked, check_sheet, judged};
pub use error::{Blame, StationError};
pub use import::{Begun, Bring, ImportSummary};
pub use jobs::{Cancel, Progress};
pub use layouts::Onto;
pub use numbers::Retake;
pub use people::Password;
pub use pictures::PictureKind;
pub use sampling::{DrawnCase, SampleDrawn};
pub use station::{Knowledge, Station, knowledge};
pub use watch::Watching;
pub use whole::Checked;

/// What every use case gives back.
pub type Result<T> = std::result::Result<T, StationError>;
