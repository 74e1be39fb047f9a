//! Measures what a photo costs: `cargo run --release -p sohoa-capture --example time_capture [N]`.
//!
//! Makes a few synthetic 12-megapixel phone photos of a ledger page in memory and prints
//! milliseconds a photo for taking in (SHA-256, derive, both files written) and for delivering,
//! on one thread and on two, and the largest memory the process had.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use sha2::{Digest, Sha256};
use sohoa_capture::{DeliverSpec, DeriveSpec, Limits, Source, deliver, derive, write_pdf};

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> Outcome<()> {
    let count: usize = match std::env::args().nth(1) {
        Some(n) => n.parse()?,
        None => 48,
    };
    let photos: Vec<Arc<[u8]>> = (0..4).map(photo).collect::<Outcome<_>>()?;
    let mean = photos.iter().map(|p| p.len()).sum::<usize>() / photos.len();
    println!("4000 x 3000, {mean} bytes on average, {count} photos");
    let folder = std::env::temp_dir().join(format!("time_capture_{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    println!("memory before: {} kB", peak_kb());
    for threads in [1, 2] {
        run("derive", threads, count, |i| {
            let bytes = photos[i % photos.len()].clone();
            let mut name = String::new();
            for b in Sha256::digest(&bytes) {
                write!(name, "{b:02x}")?;
            }
            let limits = Limits::default();
            let source = Source::open(bytes, &limits)?;
            let d = derive(&source, 0, &DeriveSpec::default(), &limits)?;
            std::fs::write(folder.join(format!("{name}.{i}.jpg")), &d.display)?;
            std::fs::write(folder.join(format!("{name}.{i}.t.jpg")), &d.thumb)?;
            Ok(d.display.len())
        })?;
    }
    for threads in [1, 2] {
        run("deliver", threads, count, |i| {
            let limits = Limits::default();
            let source = Source::open(photos[i % photos.len()].clone(), &limits)?;
            let d = deliver(&source, 0, &DeliverSpec::default(), &limits)?;
            let pdf = write_pdf(&[d], "KS.2008.01", "KS.2008.01.pdf");
            Ok(pdf.len())
        })?;
    }
    println!("memory at its highest: {} kB", peak_kb());
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

fn run(
    what: &str,
    threads: usize,
    count: usize,
    work: impl Fn(usize) -> Outcome<usize> + Sync,
) -> Outcome<()> {
    let next = AtomicUsize::new(0);
    let bytes = AtomicUsize::new(0);
    let cpu = cpu_ms();
    let start = Instant::now();
    std::thread::scope(|scope| -> Outcome<()> {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| -> Outcome<()> {
                    loop {
                        let i = next.fetch_add(1, Ordering::SeqCst);
                        if i >= count {
                            return Ok(());
                        }
                        bytes.fetch_add(work(i)?, Ordering::SeqCst);
                    }
                })
            })
            .collect();
        for worker in workers {
            worker.join().map_err(|_| "a worker panicked")??;
        }
        Ok(())
    })?;
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{what:8} {threads} thread(s): {:6.1} ms a photo a thread, {:6.1} ms of processor a photo, {:5.1} photos a second, {} bytes out each",
        seconds * 1000.0 * threads as f64 / count as f64,
        (cpu_ms() - cpu) / count as f64,
        count as f64 / seconds,
        bytes.load(Ordering::SeqCst) / count,
    );
    Ok(())
}

/// Paper with uneven light and grain, ruled, with writing-like strokes.
fn photo(seed: u64) -> Outcome<Arc<[u8]>> {
    let (width, height) = (4000_usize, 3000_usize);
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut pixels = vec![0_u8; width * height * 3];
    for (y, row) in pixels.chunks_exact_mut(width * 3).enumerate() {
        for (x, p) in row.chunks_exact_mut(3).enumerate() {
            let light = 205 + (x * 30 / width) as i32 - (y * 25 / height) as i32;
            let noise = random();
            let grain = (noise & 15) as i32 - 8;
            let ruled = y % 90 < 3 || x % 500 < 3;
            let base = if ruled { light - 70 } else { light };
            p[0] = (base + grain).clamp(0, 255) as u8;
            p[1] = (base - 6 + grain + (noise >> 4 & 3) as i32).clamp(0, 255) as u8;
            p[2] = (base - 25 + grain - (noise >> 6 & 3) as i32).clamp(0, 255) as u8;
        }
    }
    for line in 0..height / 90 {
        let (mut x, mut y) = (200.0_f64, line as f64 * 90.0 + 55.0);
        let home = y;
        while x < width as f64 - 200.0 {
            let r = random();
            x += 1.0 + (r & 1) as f64;
            y += ((r >> 8 & 255) as f64 / 255.0 - 0.5) * 14.0 + (home - y) * 0.12;
            if r >> 20 & 63 == 0 {
                x += 30.0;
            }
            for dy in 0..6 {
                for dx in 0..5 {
                    let (px, py) = (x as usize + dx, y as usize + dy);
                    if px < width && py < height {
                        let at = (py * width + px) * 3;
                        pixels[at..at + 3].copy_from_slice(&[40, 45, 110]);
                    }
                }
            }
        }
    }
    let image = turbojpeg::Image {
        pixels: pixels.as_slice(),
        width,
        pitch: width * 3,
        height,
        format: turbojpeg::PixelFormat::RGB,
    };
    let jpeg = turbojpeg::compress(image, 88, turbojpeg::Subsamp::Sub2x2)?;
    Ok(Arc::from(&jpeg[..]))
}

/// Processor time of this process so far, where the system tells (in steps of 10 ms): what
/// counts when other programs keep the machine busy.
fn cpu_ms() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default();
    fields
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|v| v.parse::<f64>().ok())
        .sum::<f64>()
        * 10.0
}

/// Highest resident memory so far, where the system tells.
fn peak_kb() -> u64 {
    std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|s| {
            let line = s.lines().find(|l| l.starts_with("VmHWM"))?;
            line.split_whitespace().nth(1)?.parse().ok()
        })
        .unwrap_or(0)
}
