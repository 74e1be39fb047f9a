//! What a hostile or merely enormous file may cost, and how that is enforced.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use crate::error::{CaptureError, Result};

/// Bounds on what one file may cost. `Default` suits a desktop with 4 GB of memory.
///
/// What is bounded how: header dimensions, page counts and declared zip sizes are checked
/// before anything is allocated; JPEG work is bounded by pixels times scans; TIFF looks at the
/// clock between strips; PNG work is bounded by its pixels; PDF streams are measured before
/// they are unpacked; a page is gone through before it is drawn, for what its pictures claim
/// and its dashes come to; drawing a PDF page runs on a thread of its own that is abandoned when
/// [`Limits::page_seconds`] is over, and never more than four abandoned threads exist: while
/// four still run, drawing is refused with [`CaptureError::TookTooLong`] at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// Largest PDF or zip in bytes.
    pub max_container_bytes: u64,
    /// Largest picture file (JPEG, PNG, TIFF) in bytes.
    pub max_picture_bytes: u64,
    /// Most pixels in one frame.
    pub max_pixels: u64,
    /// Longest side of one frame in pixels.
    pub max_side: u32,
    /// Most pages in a PDF or frames in a TIFF.
    pub max_pages: usize,
    /// Most entries in one zip, and most files below one folder.
    pub max_entries: usize,
    /// Most bytes all entries of one zip may unpack to together.
    pub max_unpacked_bytes: u64,
    /// Largest unpacked-to-packed ratio of a zip entry above one megabyte.
    pub max_ratio: u64,
    /// Most scans in a progressive JPEG.
    pub max_scans: u32,
    /// Wall-clock seconds for decoding or drawing one page.
    pub page_seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_container_bytes: 2 << 30,
            max_picture_bytes: 200 << 20,
            max_pixels: 200_000_000,
            max_side: 30_000,
            max_pages: 5_000,
            max_entries: 20_000,
            max_unpacked_bytes: 20 << 30,
            max_ratio: 200,
            max_scans: 100,
            page_seconds: 60,
        }
    }
}

impl Limits {
    /// Refuses impossible or too large dimensions; call before allocating.
    pub(crate) fn check_size(&self, width: u64, height: u64) -> Result<()> {
        if width == 0 || height == 0 {
            return Err(CaptureError::damaged("a side of zero pixels"));
        }
        let side = u64::from(self.max_side);
        if width > side || height > side || width * height > self.max_pixels {
            return Err(CaptureError::PictureTooLarge { width, height });
        }
        Ok(())
    }
}

/// When one page's time is up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline(Instant);

impl Deadline {
    pub(crate) fn start(limits: &Limits) -> Self {
        Self(Instant::now() + Duration::from_secs(limits.page_seconds.min(86_400)))
    }

    pub(crate) fn check(&self) -> Result<()> {
        if Instant::now() > self.0 {
            Err(CaptureError::TookTooLong)
        } else {
            Ok(())
        }
    }

    fn left(&self) -> Duration {
        self.0.saturating_duration_since(Instant::now())
    }
}

/// Runs third-party decoding; a panic in it says the file is damaged instead of ending the
/// program. Needs unwinding, so no profile may set `panic = "abort"`.
pub(crate) fn guarded<T>(what: &'static str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    match std::panic::catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result,
        Err(_) => Err(CaptureError::damaged(format!("{what}: decoder gave up"))),
    }
}

static ABANDONED: AtomicUsize = AtomicUsize::new(0);
const MOST_ABANDONED: usize = 4;

/// Like [`guarded`], on a thread that is left behind when the deadline passes. For decoders
/// that cannot be interrupted.
pub(crate) fn guarded_in_time<T: Send + 'static>(
    what: &'static str,
    deadline: Deadline,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    if ABANDONED.load(Ordering::SeqCst) >= MOST_ABANDONED {
        return Err(CaptureError::TookTooLong);
    }
    let (give, take) = mpsc::sync_channel(1);
    // Whoever comes second sees that the other was there: the worker that it was abandoned,
    // or the waiter that the result arrived after all.
    let settled = Arc::new(AtomicBool::new(false));
    let worker_settled = settled.clone();
    std::thread::Builder::new()
        .name("page".into())
        // Nested forms recurse; a normal thread's 2 MB is a little short for that.
        .stack_size(16 << 20)
        .spawn(move || {
            let _ = give.send(guarded(what, work));
            if worker_settled.swap(true, Ordering::SeqCst) {
                ABANDONED.fetch_sub(1, Ordering::SeqCst);
            }
        })
        .map_err(|e| CaptureError::unreadable(&e))?;
    let gave_up = || CaptureError::damaged(format!("{what}: decoder gave up"));
    match take.recv_timeout(deadline.left()) {
        Ok(result) => result,
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(gave_up()),
        Err(mpsc::RecvTimeoutError::Timeout) => {
            ABANDONED.fetch_add(1, Ordering::SeqCst);
            if settled.swap(true, Ordering::SeqCst) {
                ABANDONED.fetch_sub(1, Ordering::SeqCst);
                return take.try_recv().unwrap_or_else(|_| Err(gave_up()));
            }
            Err(CaptureError::TookTooLong)
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn slow_work_is_left_behind_and_counted_back() {
        let limits = Limits {
            page_seconds: 0,
            ..Limits::default()
        };
        let r: Result<()> = guarded_in_time("slow", Deadline::start(&limits), || {
            std::thread::sleep(Duration::from_millis(80));
            Ok(())
        });
        assert_eq!(r, Err(CaptureError::TookTooLong));
        std::thread::sleep(Duration::from_millis(200));
        assert_eq!(ABANDONED.load(Ordering::SeqCst), 0);
    }

    #[test]
    fn a_panic_is_damage() {
        let r: Result<()> = guarded("x", || std::panic::resume_unwind(Box::new(1)));
        assert_eq!(r.unwrap_err().code(), "damaged");
    }
}
