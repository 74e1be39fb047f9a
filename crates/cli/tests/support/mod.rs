//! Running the real command in a workspace of its own.
#![allow(dead_code, missing_docs)]

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

pub struct Bench {
    pub dir: TempDir,
    pub workspace: PathBuf,
}

pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|e| panic!("not one JSON document ({e}): {}\n{}", self.out, self.err))
    }

    pub fn ok(self) -> Value {
        assert_eq!(self.code, 0, "{}\n{}", self.out, self.err);
        self.json()
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
        Self {
            code: output.status.code().unwrap_or(-1),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

pub fn command(workspace: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sohoa"));
    command
        .env("SOHOA_WORKSPACE", workspace)
        .env("SOHOA_WHO", "nguoi-thu")
        .arg("--json");
    command
}

/// The password of everybody here.
pub const WORD: &str = "mật khẩu thử";

/// Runs the command as somebody with that password; new people get [`WORD`].
pub fn as_who(bench: &Bench, who: &str, word: &str, args: &[&str]) -> Said {
    command(&bench.workspace)
        .env("SOHOA_AS", who)
        .env("SOHOA_PASSWORD", word)
        .env("SOHOA_NEW_PASSWORD", WORD)
        .args(args)
        .output()
        .unwrap()
        .into()
}

/// The stable code of what was refused, or `done`.
pub fn code(said: &Said) -> String {
    let problem = said.json()["error"]["code"].clone();
    problem.as_str().unwrap_or("done").to_owned()
}

impl Bench {
    /// A workspace on a path with spaces and Vietnamese letters.
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let workspace = dir.path().join("Kho sổ xã Ea Đrăng");
        let bench = Self { dir, workspace };
        bench
            .run([
                "init",
                bench.workspace.to_str().unwrap(),
                "--place",
                "UBND xã An Nhơn",
            ])
            .ok();
        bench
    }

    pub fn run<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Said {
        command(&self.workspace).args(args).output().unwrap().into()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn add(&self, kind: &str, year: &str) -> String {
        let said = self
            .run([
                "book", "add", "--type", kind, "--year", year, "--volume", "01",
            ])
            .ok();
        said["book"].as_str().unwrap().to_owned()
    }

    /// A book with drawn pages, cut and typed as the drawing says.
    pub fn typed_book(
        &self,
        kind: &str,
        cases: usize,
        per_page: usize,
        look: sohoa_ledgers::Look,
    ) -> String {
        let book = self.cut_book(kind, cases, per_page, look);
        let sheet = self.path(&format!("drawn-{kind}/dung.xlsx"));
        let records = self
            .run([
                OsStr::new("records"),
                "import".as_ref(),
                book.as_ref(),
                sheet.as_os_str(),
            ])
            .ok();
        assert_eq!(records["paired"], cases);
        book
    }

    /// A book with drawn pages, cut and not typed; what they say is in `drawn-KIND/dung.xlsx`.
    pub fn cut_book(
        &self,
        kind: &str,
        cases: usize,
        per_page: usize,
        look: sohoa_ledgers::Look,
    ) -> String {
        let folder = self.path(&format!("drawn-{kind}"));
        let order = sohoa_ledgers::Order {
            kind: kind.into(),
            year: 2008,
            volume: 1,
            cases,
            per_page,
            table: false,
            look,
            seed: 7,
        };
        sohoa_ledgers::write_book(&folder, &order, &[]).unwrap();
        let book = self.add(kind, "2008");
        let imported = self
            .run([
                OsStr::new("pages"),
                "import".as_ref(),
                book.as_ref(),
                folder.join("trang").as_os_str(),
            ])
            .ok();
        assert_eq!(imported["imported"], cases.div_ceil(per_page));
        self.run(["cases", "cut", &book, "--per-page", &per_page.to_string()])
            .ok();
        book
    }
}

/// A small picture that is different for each seed.
pub fn picture(path: &Path, seed: u8) {
    let pixel = |x: u32, y: u32| {
        image::Rgb([
            (x as u8).wrapping_mul(seed),
            (y as u8).wrapping_add(seed),
            seed,
        ])
    };
    image::RgbImage::from_fn(400, 560, pixel)
        .save(path)
        .unwrap();
}

/// Everything in a folder, with its bytes, so that "nothing changed" can be said exactly.
pub fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else {
        return found;
    };
    for entry in entries.flatten() {
        if entry.path().is_dir() {
            found.extend(contents(&entry.path()));
        } else {
            found.push((entry.path(), fs::read(entry.path()).unwrap()));
        }
    }
    found.sort();
    found
}

/// It was told, not thrown.
pub fn sane(said: &Said, what: &str) {
    assert!(
        !said.err.contains("panicked") && !said.err.contains("RUST_BACKTRACE"),
        "{what}: {}",
        said.err
    );
}
