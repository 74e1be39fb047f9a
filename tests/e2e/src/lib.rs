//! Journeys in the real window: the shipped interface in the shipped web view, driven by keys and
//! clicks through WebKit's own driver, with real files on a path with spaces and Vietnamese
//! letters. The journeys themselves are in `tests/`.
// A journey that cannot go on stops where it stands, with the reason.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tempfile::TempDir;

mod disk;
mod driver;
mod ime;
mod window;

pub use disk::Disk;
pub use fantoccini::key::Key;
pub use ime::{InputMethod, Keys, strike, take_the_keyboard};
pub use window::Window;

/// Where the built programs are; whole, because the driver starts them from elsewhere.
fn programs() -> PathBuf {
    let folder = std::env::var_os("SOHOA_PROGRAMS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/debug"),
        PathBuf::from,
    );
    std::path::absolute(folder).unwrap()
}

/// One of the built programs; says how to build it when it is not there.
fn program(name: &str) -> PathBuf {
    let path = programs().join(name);
    assert!(path.is_file(), "{} is missing: make build", path.display());
    path
}

/// Where pictures of the screens go.
fn artefacts() -> PathBuf {
    let folder = std::env::var_os("ARTEFACTS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/e2e-artefacts"),
        PathBuf::from,
    );
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// One journey at a time: two windows on two cores would wait for each other.
static TURN: Mutex<()> = Mutex::new(());

/// A place of its own for one journey: workspace, settings, drawn ledgers, delivered packages.
pub struct Bench {
    _turn: MutexGuard<'static, ()>,
    name: &'static str,
    root: PathBuf,
    workspace: PathBuf,
    _dir: TempDir,
}

impl Bench {
    /// An empty place. The name is the journey's; its pictures carry it.
    #[must_use]
    pub fn new(name: &'static str) -> Self {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("Xã Ea Đrăng 2");
        fs::create_dir_all(root.join("kho sổ")).unwrap();
        Self {
            _turn: turn,
            name,
            workspace: root.join("kho sổ"),
            root,
            _dir: dir,
        }
    }

    /// Works in a workspace that is there already.
    #[must_use]
    pub fn in_workspace(mut self, folder: PathBuf) -> Self {
        self.workspace = std::path::absolute(folder).unwrap();
        self
    }

    /// The window is told of its workspace by name alone, so that no path of this machine stands
    /// on its pictures.
    #[must_use]
    pub fn discreet(mut self) -> Self {
        self.workspace = PathBuf::from("kho sổ");
        self
    }

    /// A path inside the place.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// A folder inside the place, made when it is not there.
    #[must_use]
    pub fn folder(&self, name: &str) -> PathBuf {
        let folder = self.path(name);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// The workspace the window opens. It begins as an empty folder.
    #[must_use]
    pub fn workspace(&self) -> PathBuf {
        self.path("kho sổ")
    }

    /// The workspace as the command-line program is told of it.
    fn opened(&self) -> PathBuf {
        if self.workspace.is_absolute() {
            self.workspace.clone()
        } else {
            self.workspace()
        }
    }

    /// Runs the command-line program and gives back what it says.
    pub fn sohoa<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Value {
        let output = Command::new(program("sohoa"))
            .env("SOHOA_WORKSPACE", self.opened())
            .arg("--json")
            .args(args)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success(),
            "{said}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_str(&said).unwrap()
    }

    /// Makes the workspace without the window.
    pub fn init(&self) {
        self.sohoa([
            OsStr::new("init"),
            self.workspace().as_os_str(),
            OsStr::new("--place"),
            OsStr::new("UBND xã An Nhơn"),
        ]);
    }

    /// Draws a ledger: `trang/*.jpg` and `dung.xlsx` in the folder that comes back.
    #[must_use]
    pub fn draw(&self, name: &str, args: &[&str]) -> PathBuf {
        let folder = self.path(name);
        run(Command::new(program("sohoa-ledgers"))
            .arg("book")
            .arg(&folder)
            .args(args));
        folder
    }

    /// Draws the demonstration's ledgers.
    #[must_use]
    pub fn draw_demo(&self) -> PathBuf {
        let folder = self.path("trang trình diễn");
        run(Command::new(program("sohoa-ledgers"))
            .arg("demo")
            .arg(&folder));
        folder
    }

    /// A cut book KS.2008.01 with that many drawn cases, one a page; typed when a sheet is named.
    pub fn book(&self, drawn: &Path, typed: bool) {
        self.book_of("2008", "01", drawn, typed);
    }

    /// As [`Bench::book`], of another year or volume.
    pub fn book_of(&self, year: &str, volume: &str, drawn: &Path, typed: bool) {
        self.book_of_type("KS", year, volume, drawn, typed);
    }

    /// As [`Bench::book_of`], of another type.
    pub fn book_of_type(&self, kind: &str, year: &str, volume: &str, drawn: &Path, typed: bool) {
        let book = format!("{kind}.{year}.{volume}");
        let book = book.as_str();
        self.sohoa([
            "book", "add", "--type", kind, "--year", year, "--volume", volume,
        ]);
        let pages = drawn.join("trang");
        self.sohoa([
            OsStr::new("pages"),
            OsStr::new("import"),
            OsStr::new(book),
            pages.as_os_str(),
        ]);
        self.sohoa(["cases", "cut", book, "--per-page", "1"]);
        if typed {
            let sheet = drawn.join("dung.xlsx");
            self.sohoa([
                OsStr::new("records"),
                OsStr::new("import"),
                OsStr::new(book),
                sheet.as_os_str(),
            ]);
        }
    }

    /// The next file dialogs are answered with these paths.
    pub fn answer(&self, paths: &[&Path]) {
        let lines: Vec<String> = paths
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        fs::write(self.path("hộp chọn.txt"), lines.join("\n")).unwrap();
    }

    /// Opens the window.
    pub async fn open(&self) -> Window {
        Window::open(self, &[]).await
    }

    /// Opens the window for somebody who types with an input method.
    pub async fn open_with(&self, method: &InputMethod) -> Window {
        Window::open(self, &method.env()).await
    }
}

/// Runs a program that must succeed and gives back what it printed.
pub fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{command:?}: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}
