//! Accounts, signing in, locking, and for whom something is done.
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use chrono::{DateTime, Utc};
use sohoa_core::book::Id;
use sohoa_core::people::{Right, Role};
use sohoa_core::record::FieldValue;
use sohoa_station::host::Host;
use sohoa_station::store::Store;
use sohoa_station::store::sqlite::SqliteStore;
use sohoa_station::view::{CutWay, Job, JobState, NewPerson};
use sohoa_station::{Bring, Cancel, Password, Station, StationError, knowledge};
use support::{births, picture};
use tempfile::TempDir;

/// A clock that stands still until it is moved.
pub struct Clock {
    seconds: AtomicI64,
    ids: AtomicU64,
}

impl Host for Clock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + self.seconds.load(Ordering::Relaxed), 0).unwrap()
    }

    fn who(&self) -> String {
        "máy".into()
    }

    fn new_id(&self) -> Id {
        Id::from_u128(
            u128::from(self.ids.fetch_add(1, Ordering::Relaxed)) << 64 | 0x8000_0000_0000_0000,
        )
    }
}

struct Office {
    dir: TempDir,
    clock: Arc<Clock>,
    station: Arc<Station>,
    recovery: String,
}

const WORD: &str = "mật khẩu thử";

fn word(text: &str) -> Password {
    Password::new(text)
}

fn new(name: &str, roles: &[Role]) -> NewPerson {
    NewPerson {
        name: name.into(),
        roles: roles.to_vec(),
    }
}

fn clock() -> Arc<Clock> {
    Arc::new(Clock {
        seconds: AtomicI64::new(0),
        ids: AtomicU64::new(1),
    })
}

/// A workspace with a book of three cases, and an administrator with all roles signed in.
fn office() -> Office {
    let dir = tempfile::tempdir().unwrap();
    let clock = clock();
    let root = dir.path().join("kho");
    let station = Station::create(
        &root,
        "UBND xã An Nhơn",
        knowledge().unwrap(),
        clock.clone(),
    )
    .unwrap();
    let book = station.book_add(&births()).unwrap().id;
    let paths: Vec<_> = (1..=3).map(|n| picture(dir.path(), n)).collect();
    station
        .pages_import(book, &paths, Bring::default(), &Cancel::default(), &|_| ())
        .unwrap();
    station.cases_cut(book, CutWay::PerPage(1), &[]).unwrap();
    let added = station
        .person_add(&new("Quản Trị", &Role::ALL), &word(WORD))
        .unwrap();
    Office {
        dir,
        clock,
        station: Arc::new(station),
        recovery: added.recovery.unwrap(),
    }
}

impl Office {
    fn add(&self, name: &str, roles: &[Role]) -> Id {
        self.station
            .person_add(&new(name, roles), &word(&format!("{WORD} {name}")))
            .unwrap()
            .person
            .id
    }

    fn enter(&self, name: &str) {
        self.station
            .sign_in(name, &word(&format!("{WORD} {name}")))
            .unwrap();
    }

    fn enter_first(&self) {
        self.station.sign_in("Quản Trị", &word(WORD)).unwrap();
    }

    fn later(&self, seconds: i64) {
        self.clock.seconds.fetch_add(seconds, Ordering::Relaxed);
    }

    fn root(&self) -> std::path::PathBuf {
        self.dir.path().join("kho")
    }

    fn book(&self) -> Id {
        self.station.books().unwrap()[0].id
    }

    fn cases(&self) -> Vec<Id> {
        let rows = self.station.cases(self.book()).unwrap();
        rows.iter().map(|row| row.id).collect()
    }

    fn again(self) -> Self {
        let Self {
            dir,
            clock,
            station,
            recovery,
        } = self;
        drop(station);
        let station = Station::open(&dir.path().join("kho"), knowledge().unwrap(), clock.clone());
        Self {
            dir,
            clock,
            station: Arc::new(station.unwrap()),
            recovery,
        }
    }
}

fn code<T>(result: Result<T, StationError>) -> &'static str {
    result.map_or_else(|error| error.code(), |_| "done")
}

#[test]
fn a_workspace_without_accounts_asks_nobody() {
    let dir = tempfile::tempdir().unwrap();
    let clock = clock();
    let station = Station::create(dir.path(), "An Nhơn", knowledge().unwrap(), clock.clone());
    let station = station.unwrap();
    let here = station.who_is_here();
    assert!(!here.accounts && !here.locked && here.person.is_none());
    assert_eq!(here.rights, Right::ALL);
    clock.seconds.store(1_000_000, Ordering::Relaxed);
    assert_eq!(station.info().unwrap().who, "máy");
    assert!(station.books().is_ok());
    assert!(station.names_to_sign_in().is_empty());
}

#[test]
fn the_first_account_is_an_administrator_and_is_there_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let station = Station::create(dir.path(), "An Nhơn", knowledge().unwrap(), clock()).unwrap();
    let add = |name: &str, roles: &[Role], word: &str| {
        code(station.person_add(&new(name, roles), &Password::new(word)))
    };
    assert_eq!(add("Lan", &[Role::Keyer], WORD), "first_administrator");
    assert_eq!(add("Lan", &[], WORD), "roles_missing");
    assert_eq!(add(" ", &Role::ALL, WORD), "person_name");
    assert_eq!(add("Lan", &Role::ALL, "ngắn"), "password_short");
    assert!(!station.who_is_here().accounts, "nothing of that was kept");
    assert_eq!(add(" Lan ", &[Role::Administrator], WORD), "done");
    let here = station.who_is_here();
    assert_eq!(here.person.unwrap().name, "Lan");
    assert!(here.accounts && !here.locked);
    assert!(!here.rights.contains(&Right::Key));
    assert_eq!(station.info().unwrap().who, "Lan");
    assert_eq!(add("LAN", &[Role::Keyer], WORD), "person_exists");
    assert_eq!(add("Bé", &[Role::Keyer], WORD), "done");
    let second = station.person_add(&new("Ba", &[Role::Keyer]), &Password::new(WORD));
    assert!(second.unwrap().recovery.is_none());
    let names: Vec<String> = station
        .names_to_sign_in()
        .into_iter()
        .map(|person| person.name)
        .collect();
    assert_eq!(names, ["Ba", "Bé", "Lan"]);
}

#[test]
fn wrong_passwords_are_answered_alike_and_then_have_to_wait() {
    let office = office();
    office.station.sign_out().unwrap();
    let office = office.again();
    let try_in = |name: &str, typed: &str| code(office.station.sign_in(name, &word(typed)));
    assert_eq!(code(office.station.books()), "signed_out");
    assert_eq!(try_in("Ai Đó", WORD), "wrong_password");
    for _ in 0..4 {
        assert_eq!(try_in("Quản Trị", "sai mật khẩu"), "wrong_password");
    }
    assert_eq!(
        try_in("QUẢN TRỊ", WORD),
        "done",
        "four are forgiven, and capitals do not matter"
    );
    office.station.sign_out().unwrap();
    for _ in 0..5 {
        assert_eq!(try_in("Quản Trị", "sai mật khẩu"), "wrong_password");
    }
    assert_eq!(try_in("Quản Trị", WORD), "wait", "also the right one");
    let office = office.again();
    let try_in = |name: &str, typed: &str| code(office.station.sign_in(name, &word(typed)));
    assert_eq!(try_in("Quản Trị", WORD), "wait", "also after a new start");
    office.later(31);
    assert_eq!(try_in("Quản Trị", "sai mật khẩu"), "wrong_password");
    office.later(31);
    assert_eq!(try_in("Quản Trị", WORD), "wait", "twice as long");
    office.later(31);
    assert_eq!(try_in("Quản Trị", WORD), "done");
}

#[test]
fn it_locks_after_idle_and_only_a_password_is_heard() {
    let office = office();
    let station = &office.station;
    assert_eq!(
        station.who_is_here().idle,
        Some(600),
        "where nothing was decided"
    );
    assert_eq!(code(station.keep_idle(Some(0))), "bad_setting");
    station.keep_idle(Some(60)).unwrap();
    office.add("Bé", &[Role::Keyer]);
    office.later(59);
    assert!(station.staff().is_ok(), "asking is being there");
    office.later(59);
    assert!(!station.present().locked, "so is moving the mouse");
    office.later(59);
    assert!(
        station.books().is_ok(),
        "looking is not: a window does it by itself"
    );
    office.later(1);
    let here = station.who_is_here();
    assert!(here.locked);
    assert_eq!(here.person.unwrap().name, "Quản Trị");
    station.present();
    assert_eq!(code(station.books()), "locked");
    assert_eq!(code(station.staff()), "locked");
    assert_eq!(code(station.unlock(&word("không phải"))), "wrong_password");
    assert_eq!(code(station.books()), "locked");
    station.unlock(&word(WORD)).unwrap();
    assert!(station.books().is_ok());
    station.lock().unwrap();
    assert_eq!(code(station.books()), "locked");
    office.enter("Bé");
    assert!(station.books().is_ok(), "another one may come instead");
    assert_eq!(code(station.keep_idle(None)), "not_allowed");
    office.enter_first();
    station.keep_idle(None).unwrap();
    office.later(1_000_000);
    assert!(station.books().is_ok(), "never");
    let office = office.again();
    assert_eq!(office.station.who_is_here().idle, None, "kept");
}

#[test]
fn what_is_done_carries_the_person_and_goes_on_while_it_is_locked() {
    let office = office();
    let id = office.add("Bé", &[Role::Capturer, Role::Keyer]);
    office.enter("Bé");
    let station = &office.station;
    let (book, case) = (office.book(), office.cases()[0]);
    let name = FieldValue::given("Lê Văn Ba");
    station.field_save(case, "nksHoTen", &name).unwrap();
    assert_eq!(station.history(case).unwrap()[0].who, "Bé");
    let (tell, told) = mpsc::channel::<Job>();
    let paths = (4..=6).map(|n| picture(office.dir.path(), n)).collect();
    station
        .import_start(book, paths, Bring::default(), move |job| {
            let _ = tell.send(job);
        })
        .unwrap();
    station.lock().unwrap();
    let end = loop {
        let job = told.recv_timeout(Duration::from_secs(60)).unwrap();
        if job.state != JobState::Running {
            break job;
        }
    };
    assert_eq!((end.state, end.imported), (JobState::Done, 3));
    assert_eq!(code(station.books()), "locked");
    drop(told);
    let root = office.root();
    let Office { station, dir, .. } = office;
    drop(station);
    let store = SqliteStore::open(&root.join("so-hoa.db"), &root.join("backups")).unwrap();
    let last = store.undoable(book).unwrap().unwrap();
    assert_eq!((last.who.as_str(), last.person), ("Bé", Some(id)));
    drop((store, dir));
}

#[test]
fn people_are_changed_and_the_last_administrator_stays() {
    let office = office();
    let station = &office.station;
    let first = station.staff().unwrap()[0].clone();
    let keyer = office.add("Bé", &[Role::Keyer]);
    let change = |id, name: &str, roles: &[Role], active| {
        code(station.person_change(id, &new(name, roles), active))
    };
    assert_eq!(
        change(first.id, "Quản Trị", &[Role::Keyer], true),
        "last_administrator"
    );
    assert_eq!(
        change(first.id, "Quản Trị", &Role::ALL, false),
        "last_administrator"
    );
    assert_eq!(change(first.id, "BÉ", &Role::ALL, true), "person_exists");
    assert_eq!(change(Id::nil(), "Ai", &Role::ALL, true), "unknown_person");
    assert_eq!(
        change(keyer, "Bé Hai", &[Role::Keyer, Role::Checker], true),
        "done"
    );
    station
        .sign_in("bé hai", &word(&format!("{WORD} Bé")))
        .unwrap();
    assert!(station.who_is_here().rights.contains(&Right::Check));
    assert_eq!(code(station.staff()), "not_allowed");
    assert_eq!(
        code(station.password_change(&word("sai sai sai"), &word("mật khẩu mới"))),
        "wrong_password"
    );
    let old = word(&format!("{WORD} Bé"));
    station
        .password_change(&old, &word("mật khẩu mới"))
        .unwrap();
    assert_eq!(code(station.sign_in("Bé Hai", &old)), "wrong_password");
    office.enter_first();
    assert_eq!(change(keyer, "Bé Hai", &[Role::Keyer], false), "done");
    assert_eq!(
        code(station.sign_in("Bé Hai", &word("mật khẩu mới"))),
        "wrong_password"
    );
    assert!(station.staff().unwrap().iter().any(|row| !row.active));
    assert_eq!(
        change(keyer, "Bé Hai", &[Role::Administrator], true),
        "done"
    );
    station.password_set(keyer, &word("mật khẩu ba")).unwrap();
    station.sign_in("Bé Hai", &word("mật khẩu ba")).unwrap();
    assert_eq!(
        change(first.id, "Quản Trị", &[Role::Keyer], true),
        "done",
        "there is another one now"
    );
}

#[test]
fn a_forgotten_password_is_replaced_once_with_the_code() {
    let office = office();
    let station = &office.station;
    station.sign_out().unwrap();
    let recover = |typed: &str| station.recover("Quản Trị", &word(typed), &word("mật khẩu khác"));
    assert_eq!(code(recover("AAAAA-AAAAA")), "wrong_recovery");
    assert_eq!(code(station.books()), "signed_out");
    let typed = office.recovery.to_lowercase().replace('-', "");
    let next = recover(&typed).unwrap();
    assert!(station.books().is_ok());
    assert_eq!(
        code(station.sign_in("Quản Trị", &word(WORD))),
        "wrong_password"
    );
    assert_eq!(code(recover(&office.recovery)), "wrong_recovery", "once");
    assert_ne!(next, office.recovery);
    recover(&next).unwrap();
    let fresh = station.recovery_new().unwrap();
    recover(&fresh).unwrap();
}

#[test]
fn nobody_confirms_what_they_typed_unless_there_is_nobody_else() {
    let office = office();
    let station = &office.station;
    let book = office.book();
    let cases = office.cases();
    let wrong = |case: Id, year: &str| {
        let date = FieldValue::given(format!("05.06.{year}"));
        station.field_save(case, "ngayDangKy", &date).unwrap();
        let found = station.findings(book).unwrap().findings;
        let found = found
            .into_iter()
            .find(|f| f.confirmable && f.case == Some(case) && f.field.is_some());
        found.unwrap()
    };
    let confirm = |case: Id, finding: &sohoa_core::rules::Finding| {
        let field = finding.field.clone().unwrap_or_default();
        code(station.confirm(case, &finding.rule, &field, "sổ ghi vậy"))
    };
    let finding = wrong(cases[0], "1955");
    assert_eq!(confirm(cases[0], &finding), "done", "alone");
    let finding = wrong(cases[1], "1956");
    office.add("Bé", &[Role::Checker]);
    assert_eq!(confirm(cases[1], &finding), "own_work");
    let all = |cases: &[Id]| {
        let found = station.confirm_all(book, &finding.rule, cases, "sổ ghi vậy");
        code(found)
    };
    assert_eq!(all(&cases[1..2]), "own_work");
    office.enter("Bé");
    assert_eq!(
        code(station.undo(book)),
        "not_allowed",
        "typing is not Bé's to take back"
    );
    assert_eq!(confirm(cases[1], &finding), "done");
    assert_eq!(code(station.undo(book)), "done");
    assert_eq!(code(station.redo(book)), "done");
}

/// Every file below a folder.
fn files(folder: &Path, found: &mut Vec<u8>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.extend(fs::read(path).unwrap());
        }
    }
}

#[test]
fn no_password_and_no_code_is_in_any_file_or_word() {
    let office = office();
    office.add("Bé", &[Role::Keyer]);
    office.station.sign_out().unwrap();
    let secret = "chữ rất kín 42";
    let wrong = office.station.sign_in("Bé", &word(secret)).unwrap_err();
    let said = format!(
        "{wrong:?} {wrong} {} {:?}",
        office.station.problem(&wrong).message,
        word(secret)
    );
    assert!(!said.contains("kín") && !said.contains("Bé"), "{said}");
    let mut all = Vec::new();
    files(&office.root(), &mut all);
    for secret in [WORD, secret, office.recovery.as_str()] {
        let found = all
            .windows(secret.len())
            .any(|window| window == secret.as_bytes());
        assert!(!found, "{secret}");
    }
    let plain = office.recovery.replace('-', "");
    assert!(
        !all.windows(plain.len())
            .any(|window| window == plain.as_bytes())
    );
    assert!(all.windows(9).any(|window| window == b"$argon2id"));
}
