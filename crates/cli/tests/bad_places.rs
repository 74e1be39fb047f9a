//! Bad places, one after another: a damaged, foreign, newer or locked workspace, a full or read-only disk. What
//! is told, the exit code, and that nothing is lost and nothing half-written.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::ffi::OsStr;
use std::fs;
use std::process::Command;

use support::{Bench, Said, command, contents, sane};

#[test]
fn a_workspace_that_cannot_be_opened_is_left_as_it_is() {
    let damaged = Bench::new();
    let database = damaged.workspace.join("so-hoa.db");
    let mut bytes = fs::read(&database).unwrap();
    let middle = bytes.len() / 3;
    bytes[middle..].fill(0x5A);
    fs::write(&database, &bytes).unwrap();

    let cut = Bench::new();
    fs::write(cut.workspace.join("so-hoa.db"), b"").unwrap();

    let newer = Bench::new();
    let sql = "INSERT INTO refinery_schema_history (version, name, applied_on, checksum) VALUES (999, 'later', '2030-01-01T00:00:00Z', '1')";
    let script = format!(
        "import sqlite3, sys\ndb = sqlite3.connect(sys.argv[1])\ndb.execute(\"{sql}\")\ndb.commit()\ndb.execute('PRAGMA wal_checkpoint(TRUNCATE)')"
    );
    let done = Command::new("/usr/bin/python3")
        .args(["-c", &script])
        .arg(newer.workspace.join("so-hoa.db"))
        .status()
        .unwrap();
    assert!(done.success());

    let missing = Bench::new();
    fs::remove_dir_all(&missing.workspace).unwrap();

    for (bench, code) in [
        (damaged, "workspace_damaged"),
        (cut, "workspace_damaged"),
        (newer, "workspace_newer"),
        (missing, "no_workspace"),
    ] {
        let file = bench.workspace.join("so-hoa.db");
        let before = fs::read(&file).ok();
        let said = bench.run(["book", "list"]);
        sane(&said, code);
        assert_eq!(
            (said.code, said.json()["error"]["code"].as_str()),
            (3, Some(code)),
            "{}",
            said.err
        );
        assert!(
            fs::read(&file).ok() == before,
            "{code}: the database was changed"
        );
    }
}

#[test]
fn a_workspace_that_is_open_elsewhere_says_so() {
    let bench = Bench::new();
    let lock = fs::OpenOptions::new()
        .write(true)
        .open(bench.workspace.join("dang-mo.lock"))
        .unwrap();
    lock.lock().unwrap();
    let said = bench.run(["book", "list"]);
    assert_eq!(
        (said.code, said.json()["error"]["code"].as_str()),
        (3, Some("workspace_locked"))
    );
    drop(lock);
    bench.run(["book", "list"]).ok();
    // Making one where there is one already changes nothing.
    let again = bench.run([
        "init",
        bench.workspace.to_str().unwrap(),
        "--place",
        "Nơi khác",
    ]);
    assert_eq!(
        (again.code, again.json()["error"]["code"].as_str()),
        (3, Some("workspace_exists"))
    );
}

/// A file system of its own, as full or as read-only as the test wants. Needs the right to mount,
/// which root has on the machines that run these tests.
struct Disk(std::path::PathBuf);

impl Disk {
    fn new(at: std::path::PathBuf, size: &str) -> Option<Self> {
        fs::create_dir_all(&at).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(&at)
            .output();
        mounted
            .is_ok_and(|o| o.status.success())
            .then_some(Self(at))
    }

    fn read_only(&self) {
        assert!(
            Command::new("mount")
                .args(["-o", "remount,ro"])
                .arg(&self.0)
                .status()
                .unwrap()
                .success()
        );
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn a_full_or_read_only_disk_loses_nothing() {
    let bench = Bench::new();
    let Some(out) = Disk::new(bench.path("o dia nho"), "200k") else {
        assert!(
            std::env::var_os("CI").is_none(),
            "this machine may not mount; CI must"
        );
        return;
    };
    let book = bench.typed_book("KS", 3, 1, sohoa_ledgers::Look::Scan);
    // The package does not fit: nothing of it stays.
    let full = bench.run([
        OsStr::new("package"),
        book.as_ref(),
        "--out".as_ref(),
        out.0.as_os_str(),
    ]);
    sane(&full, "full disk");
    assert_eq!(
        (full.code, full.json()["error"]["code"].as_str()),
        (3, Some("disk_full")),
        "{}",
        full.err
    );
    assert_eq!(contents(&out.0), [], "half a package");
    assert_eq!(fs::read_dir(&out.0).unwrap().count(), 0);
    // Read-only: said so.
    out.read_only();
    let closed = bench.run([
        OsStr::new("package"),
        book.as_ref(),
        "--out".as_ref(),
        out.0.as_os_str(),
    ]);
    assert_eq!(
        (closed.code, closed.json()["error"]["code"].as_str()),
        (3, Some("folder_read_only")),
        "{}",
        closed.err
    );
    // The book is as it was.
    let list = bench.run(["book", "list"]).ok();
    assert_eq!(list["books"][0]["cases"], 3);

    // A workspace on a disk that fills up while pages come in: those that are in stay in.
    let small = Disk::new(bench.path("kho nho"), "2m").unwrap();
    let workspace = small.0.join("kho");
    let run = |args: &[&OsStr]| -> Said { command(&workspace).args(args).output().unwrap().into() };
    run(&[
        "init".as_ref(),
        workspace.as_os_str(),
        "--place".as_ref(),
        "xã".as_ref(),
    ])
    .ok();
    run(&[
        "book", "add", "--type", "KS", "--year", "2008", "--volume", "1",
    ]
    .map(OsStr::new))
    .ok();
    let pages = bench.path("drawn-KS/trang");
    let said = run(&[
        "pages".as_ref(),
        "import".as_ref(),
        "KS.2008.01".as_ref(),
        pages.as_os_str(),
    ]);
    sane(&said, "full workspace");
    assert_eq!(
        (said.code, said.json()["error"]["code"].as_str()),
        (3, Some("disk_full")),
        "{}{}",
        said.out,
        said.err
    );
    let list = run(&["book", "list"].map(OsStr::new)).ok();
    let kept = list["books"][0]["pages"].as_u64().unwrap();
    small.read_only();
    let closed = run(&["book", "list"].map(OsStr::new));
    sane(&closed, "read-only workspace");
    assert_eq!(
        (closed.code, closed.json()["error"]["code"].as_str()),
        (3, Some("folder_read_only")),
        "{}",
        closed.err
    );
    assert!(kept < 3);
}
