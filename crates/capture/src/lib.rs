//! Pixels and PDF bytes: what comes off a scanner or a phone is decoded, brought upright, made
//! into pictures for the screen and into the PDF that is handed over.
//!
//! The way of a page: [`list`] finds files in folders and zips, [`IntakeItem::read`] gives one
//! file's bytes, [`Source::open`] says what they are, [`derive()`] makes the picture for the
//! screen and the thumbnail, [`deliver()`] the small picture for the PDF, [`write_pdf`] the PDF,
//! and [`check_pdf`] reads any PDF back.
//!
//! Everything that comes in is taken for hostile: headers are checked before memory is asked
//! for, decoders run behind a boundary that turns a panic into an error, and [`Limits`] says
//! what is bounded and how.
//!
//! This crate deliberately knows nothing of books, cases or people, keeps no state between
//! calls, writes no file, and logs nothing. The sentences a clerk reads are looked up elsewhere
//! by [`CaptureError::code`].

mod deliver;
mod derive;
mod error;
mod find;
mod intake;
mod jpeg;
mod light;
mod limits;
mod measure;
mod orient;
mod pdf;
mod pixels;
mod png;
mod ruling;
mod sniff;
mod source;
mod tiff;
mod warp;

pub use deliver::{Choice, DeliverSpec, DeliveredImage, Encoding, QualityFloor, deliver};
pub use derive::{DeriveSpec, Derived, Flatten, derive};
pub use error::{CaptureError, Result};
pub use find::sheet_aspect;
pub use intake::{IntakeItem, Refused, list};
pub use jpeg::turn_jpeg;
pub use light::without_fading;
pub use limits::Limits;
pub use pdf::{PdfReport, check_pdf, write_pdf};
pub use ruling::lines;
pub use sniff::{Format, sniff};
pub use sohoa_core::shape::Region;
pub use source::{FrameInfo, Ink, Source};
