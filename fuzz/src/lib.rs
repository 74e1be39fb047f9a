//! What the fuzz targets do with bytes, and what must hold whatever the bytes are.
//!
//! The targets call these functions; so does `crates/capture/tests/fuzz_seeds.rs` with the
//! committed seeds, so that they stay alive without a fuzzer.

use std::io::Write as _;
use std::panic::PanicHookInfo;

use sohoa_capture::{
    CaptureError, DeliverSpec, DeriveSpec, Format, Limits, Source, check_pdf, deliver, derive,
    list, sniff, write_pdf,
};

/// Takes the place of the hook that ends the program on every panic: the crate under test turns
/// panics of its decoders into errors. One that gets past it still ends the program, where the
/// target calls us. With `RUST_BACKTRACE=1` every panic is told, to see what a finding is about.
pub fn quiet() {
    let told = std::env::var_os("RUST_BACKTRACE").is_some_and(|v| v != "0");
    std::panic::set_hook(Box::new(move |info: &PanicHookInfo<'_>| {
        let ours = info
            .location()
            .is_some_and(|l| !l.file().contains("registry"));
        if told || ours {
            eprintln!("{info}\n{}", std::backtrace::Backtrace::capture());
        }
    }));
}

/// Small, so that a bounded input is also a quick one.
fn limits() -> Limits {
    Limits {
        max_pixels: 1_000_000,
        max_pages: 50,
        max_entries: 200,
        max_unpacked_bytes: 32 << 20,
        page_seconds: 2,
        ..Limits::default()
    }
}

/// A JPEG.
pub fn jpeg(data: &[u8]) {
    picture(data, Format::Jpeg);
}

/// A PNG.
pub fn png(data: &[u8]) {
    picture(data, Format::Png);
}

/// A TIFF with any compression, its first pages.
pub fn tiff(data: &[u8]) {
    picture(data, Format::Tiff);
}

/// A PDF: reading it back, and its first page.
pub fn pdf(data: &[u8]) {
    if sniff(data) != Ok(Format::Pdf) {
        return;
    }
    let limits = Limits {
        // Drawing is the slow part, and more pixels take no other way.
        max_pixels: 250_000,
        ..limits()
    };
    let report = check_pdf(data, true, &limits);
    if let Ok(source) = opened(data, Format::Pdf, &limits) {
        if let Ok(report) = &report {
            assert_eq!(report.pages, source.frame_count(), "pages of one PDF");
            assert_eq!(report.page_mm.len(), report.pages, "sizes of the pages");
        }
        frame(&source, 0, &limits);
    }
    let _ = fair(report);
    settle();
}

/// A zip: what it lists, and what the first entries hold.
pub fn zip(data: &[u8]) {
    let limits = limits();
    let Ok(mut file) = tempfile::NamedTempFile::new() else {
        return;
    };
    if file.write_all(data).is_err() {
        return;
    }
    let mut total = 0;
    for found in list(&[file.path().to_owned()], &limits)
        .into_iter()
        .take(16)
    {
        let Ok(item) = found else { continue };
        let entry = item.path().is_none();
        if entry {
            let unsafe_part = |part: &str| part == ".." || part.contains('\0');
            assert!(!item.name.split('/').any(unsafe_part), "{:?}", item.name);
        }
        let Ok(bytes) = fair(item.read(&limits)) else {
            continue;
        };
        assert_eq!(bytes.len() as u64, item.bytes, "what was declared");
        if entry {
            assert_ne!(sniff(&bytes), Ok(Format::Zip), "a zip inside a zip");
            total += item.bytes;
        } else {
            assert_eq!(bytes, data, "a file as it is");
        }
    }
    assert!(total <= limits.max_unpacked_bytes, "{total} bytes unpacked");
}

/// Anything: its name, and that the start of a picture names it as well as the whole.
pub fn sniff_any(data: &[u8]) {
    let found = fair(sniff(data));
    let head = sniff(&data[..data.len().min(4096)]);
    match found {
        Ok(Format::Zip) => assert!(data.starts_with(b"PK")),
        Ok(format) => assert_eq!(head, Ok(format)),
        Err(_) => {}
    }
    // A file is refused for the same reason whether it is opened or only named.
    if let Err(error) = found {
        let opened = Source::open(data.into(), &limits()).map(|_| ());
        assert_eq!(opened, Err(error));
    }
}

fn picture(data: &[u8], format: Format) {
    // Each decoder has its own target; bytes that turned into another format are not kept.
    if sniff(data) != Ok(format) {
        return;
    }
    let limits = limits();
    let Ok(source) = opened(data, format, &limits) else {
        return;
    };
    let frames = source.frame_count();
    for index in 0..frames.min(3) {
        frame(&source, index, &limits);
    }
    assert_eq!(source.frame(frames), Err(CaptureError::NoSuchPage));
}

fn opened(data: &[u8], format: Format, limits: &Limits) -> Result<Source, CaptureError> {
    let source = fair(Source::open(data.into(), limits))?;
    assert_eq!(source.format(), format);
    assert!((1..=limits.max_pages).contains(&source.frame_count()));
    Ok(source)
}

const SCREEN: u32 = 200;
const THUMB: u32 = 32;

/// Takes one frame all the way: told, derived, delivered, written and read back.
fn frame(source: &Source, index: usize, limits: &Limits) {
    let Ok(info) = fair(source.frame(index)) else {
        return;
    };
    let told = (info.width, info.height);
    assert!(told.0 > 0 && told.1 > 0, "{told:?}");
    assert!(u64::from(told.0) * u64::from(told.1) <= limits.max_pixels);
    let _ = fair(source.embedded_jpeg(index));
    let spec = DeriveSpec {
        display_side: SCREEN,
        thumb_side: THUMB,
        ..DeriveSpec::default()
    };
    let Ok(derived) = fair(derive(source, index, &spec, limits)) else {
        return;
    };
    assert_eq!((derived.width, derived.height), told, "told and derived");
    small_jpeg(&derived.display, told, SCREEN);
    small_jpeg(&derived.thumb, told, THUMB);
    let spec = DeliverSpec {
        quarter_turns: 1,
        long_side_a4: 300,
        ..DeliverSpec::default()
    };
    let Ok(delivered) = fair(deliver(source, index, &spec, limits)) else {
        return;
    };
    let written = write_pdf(&[delivered], "t", "f");
    match check_pdf(&written, true, limits) {
        Ok(report) => assert_eq!(report.pages, 1),
        // The machine may be busy.
        Err(error) => assert_eq!(error, CaptureError::TookTooLong, "what was delivered"),
    }
}

/// What was made of a page of size `told` opens again and is as large as asked.
fn small_jpeg(jpeg: &[u8], told: (u32, u32), side: u32) {
    let made = Source::open(jpeg.into(), &limits()).and_then(|s| s.frame(0));
    match made {
        Ok(made) => {
            let long = made.width.max(made.height);
            assert_eq!(long, told.0.max(told.1).min(side), "long side of {told:?}");
            assert!(made.width <= told.0 && made.height <= told.1);
        }
        Err(error) => panic!("what was derived does not open: {error}"),
    }
}

/// Lets errors pass that say something of the file. `internal` says this program is at fault.
fn fair<T>(result: Result<T, CaptureError>) -> Result<T, CaptureError> {
    if let Err(error @ CaptureError::Internal { .. }) = &result {
        panic!("{error}");
    }
    result
}

/// Waits for pages still being drawn although nobody waits for them: four of those, and the
/// crate refuses all drawing for the rest of the run.
fn settle() {
    for _ in 0..1000 {
        let Ok(threads) = std::fs::read_dir("/proc/self/task") else {
            return;
        };
        let drawing = threads.flatten().any(|thread| {
            std::fs::read(thread.path().join("comm")).is_ok_and(|name| name == b"page\n")
        });
        if !drawing {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}
