//! The `sohoa` command: every use case of the station for other programs and for people at a
//! terminal. It only unpacks arguments, calls one use case, and reports: one JSON document with
//! `--json`, else a few lines of Vietnamese. Exit codes: 0 done, 1 done and something was found
//! wrong, 2 wrong use, 3 could not be done.

use std::process::ExitCode;

use clap::Parser;

mod arguments;
mod bundles;
mod checking;
mod disputed;
mod double;
mod history;
mod layouts;
mod look;
mod lots;
mod pages;
mod people;
mod records;
mod report;
mod run;
mod sampling;
mod thirds;
mod work;

/// Histories are read and written as very many small things, which the system's allocator on Linux is slow with.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = match arguments::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version go to standard output and are no mistake.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    run::run(&arguments)
}
