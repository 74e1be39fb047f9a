//! What is printed: with `--json` one document on standard output and sentences on standard
//! error, else sentences on standard output.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::Value;
use sohoa_station::Progress;

/// What a command came to.
pub struct Outcome {
    /// The JSON document.
    pub json: Value,
    /// The same for people.
    pub lines: Vec<String>,
    /// Something was found wrong: exit code 1.
    pub found: bool,
}

/// Prints an outcome.
pub fn print(outcome: &Outcome, json: bool) -> ExitCode {
    let mut out = std::io::stdout().lock();
    // A reader that went away (`| head`) is no failure of the work.
    let _ = if json {
        writeln!(out, "{}", outcome.json)
    } else {
        outcome
            .lines
            .iter()
            .try_for_each(|line| writeln!(out, "{line}"))
    };
    ExitCode::from(u8::from(outcome.found))
}

/// A bar on a terminal, nothing otherwise.
pub struct Bar(Option<Mutex<ProgressBar>>);

impl Bar {
    /// Begins.
    pub fn new(json: bool) -> Self {
        if json || !std::io::stderr().is_terminal() {
            return Self(None);
        }
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len}  còn {eta}  {msg}") {
            bar.set_style(style);
        }
        Self(Some(Mutex::new(bar)))
    }

    /// Moves.
    pub fn tell(&self, progress: Progress) {
        if let Some(bar) = self.0.as_ref().and_then(|bar| bar.lock().ok()) {
            bar.set_length(u64::from(progress.total));
            bar.set_position(u64::from(progress.done));
            bar.set_message(progress.now);
        }
    }

    /// Ends.
    pub fn end(&self) {
        if let Some(bar) = self.0.as_ref().and_then(|bar| bar.lock().ok()) {
            bar.finish_and_clear();
        }
    }
}
