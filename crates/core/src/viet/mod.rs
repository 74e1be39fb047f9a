//! How Vietnamese is written: letters, tones, syllables, the old encodings, the alphabets of the
//! minorities, dates in words, keys for finding and comparing names.
//!
//! Every function takes any string and never panics; text that is plain ASCII, or ordinary
//! composed Vietnamese, leaves by a short way, for these run on every field of every record.
//! Facts about languages come from `assets/lists`; where one is a guess, the list says so.

mod alphabet;
pub mod apostrophe;
pub mod encoding;
pub mod fold;
pub mod letters;
pub mod orthography;
pub mod syllable;
pub mod tone;
pub mod words;
