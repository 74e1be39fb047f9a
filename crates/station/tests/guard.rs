//! Every use case asks who is there: none is forgotten (its source is read), and none lets through whom the table of
//! roles does not (each is really called as every role, as nobody, and while it is locked).
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sohoa_core::acceptance::{InspectDraft, Look, Origin, Way};
use sohoa_core::book::{Closing, Id, PageRole, Region};
use sohoa_core::keying::Keying;
use sohoa_core::merge::{Noun, Part};
use sohoa_core::people::{Right, Role, may};
use sohoa_core::record::{FieldState, FieldValue};
use sohoa_core::rules::Settings;
use sohoa_core::survey::Thresholds;
use sohoa_station::view::{
    AssignAsk, BundleAsk, CheckFilter, CutWay, GridAsk, LotAsk, MinutesAsk, NewBook, NewPerson,
    PairBy, ReplaceAsk, SheetAsk, Taking,
};
use sohoa_station::{Bring, Cancel, Onto, Password, PictureKind, Station, StationError};
use support::{Place, place};

/// Use cases that ask nobody, each with the reason.
const FREE: &[(&str, &str)] = &[
    ("create", "there is no workspace yet"),
    ("open", "nobody can have signed in yet"),
    ("info", "the name of the office and who is here"),
    ("problem", "sentences"),
    ("who_is_here", "signing in"),
    ("present", "signing in"),
    ("names_to_sign_in", "signing in"),
    ("sign_in", "signing in"),
    ("unlock", "signing in"),
    ("sign_out", "signing in"),
    ("lock", "signing in"),
    ("recover", "signing in; the code is asked for"),
    (
        "watch_again",
        "upkeep when it is opened; goes on for whoever began it",
    ),
    ("watch_end", "the workspace is closed"),
    ("index_in_background", "upkeep; shows nothing"),
    ("learn_in_background", "upkeep; shows nothing"),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The public use cases, each with the right that its first line asks for.
fn use_cases() -> BTreeMap<String, Option<String>> {
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    let mut found = BTreeMap::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let mut lines = text.lines();
        let mut inside = false;
        while let Some(line) = lines.next() {
            match line {
                "impl Station {" => inside = true,
                "}" => inside = false,
                _ => {}
            }
            let Some(rest) = line.strip_prefix("    pub fn ").filter(|_| inside) else {
                continue;
            };
            let name = rest.split(['(', '<']).next().unwrap().to_owned();
            let mut head = line;
            while !head.ends_with('{') {
                head = lines.next().unwrap();
            }
            let first = lines.next().unwrap();
            let right = first
                .strip_prefix("        let _asked = self.may(Right::")
                .and_then(|rest| rest.strip_suffix(")?;"));
            let twice = found.insert(name.clone(), right.map(str::to_owned));
            assert!(twice.is_none(), "{name} in {}", file.display());
        }
    }
    found
}

/// Calls of one kind, with what asks for nothing that there is.
type Call = fn(&Arc<Station>, &Place) -> Result<(), StationError>;

macro_rules! calls {
    (|$here:ident| $($right:ident { $($name:ident($($arg:expr),* $(,)?);)* })*) => {
        vec![$($((Right::$right, stringify!($name), {
            let call: Call = |station, $here| {
                let _ = $here;
                station.$name($($arg),*).map(drop)
            };
            call
        })),*),*]
    };
}

/// What there is nothing of.
const NIL: Id = Id::nil();

/// A file or folder to write to.
fn out(here: &Place) -> PathBuf {
    here.dir.path().join("ra").join("tep")
}

fn word() -> Password {
    Password::new("mật khẩu thử")
}

fn nobody() -> NewPerson {
    NewPerson {
        name: String::new(),
        roles: Vec::new(),
    }
}

fn lot_ask() -> LotAsk {
    LotAsk {
        name: String::new(),
        contractor: String::new(),
        origin: Origin::Books,
        books: Vec::new(),
        way: Way::Share {
            percent: 30,
            aql: "1.0".into(),
        },
        look: Look::Blind,
    }
}

fn every_call() -> Vec<(Right, &'static str, Call)> {
    calls! {
        |here|
        Look {
            books();
            books_known();
            book(NIL);
            book_named("KS.2008.01");
            cases(NIL);
            case_open(NIL);
            desk_save(NIL, NIL, "soDangKy");
            desk(NIL);
            find("lan", None, 5);
            index_all(&|_| ());
            grid(NIL, &GridAsk::default());
            grid_rows(NIL, &[]);
            held();
            held_export(&out(here));
            history(NIL);
            history_head();
            disputed(Some(NIL));
            case_marks(NIL);
            returned(None);
            returned_books();
            my_work();
            imports_begun();
            pages_of(NIL, &[]);
            job_cancel(NIL);
            job_pause(NIL);
            findings(NIL);
            findings_begun(NIL);
            layout(NIL);
            layout_rows(NIL, &[]);
            learn_all();
            retake_list(NIL, &out(here));
            pages(NIL);
            picture(NIL, PictureKind::Thumb);
            join_look(NIL, PairBy::Order);
            rule_settings();
            page_limits();
            pages_quality(NIL);
            page_show(NIL, &out(here));
            page_delivered(NIL);
            spots(NIL);
            undo(NIL);
            redo(NIL);
            watching(NIL);
            check_all(&[], &Cancel::default(), &|_| (), &mut |_| Ok(()));
            check_start(|_| ());
            check_whole(&[], &Cancel::default(), &|_| ());
            check_lines(&CheckFilter::default());
            check_export(&CheckFilter::default(), &out(here));
            findings_export(NIL, &out(here));
            password_change(&word(), &Password::new("ngắn"));
        }
        Capture {
            book_add(&NewBook { kind: "?".into(), year: 2008, volume: 1, place: None, sheet: None });
            case_attach(NIL, NIL, None);
            case_part(NIL, NIL, 0, Region::FULL);
            case_detach(NIL, NIL);
            cases_cut(NIL, CutWay::PerPage(1), &[]);
            import_resume(NIL, &Cancel::default(), &|_| ());
            import_forget(NIL);
            pages_import(NIL, &[], Bring::default(), &Cancel::default(), &|_| ());
            import_start(NIL, Vec::new(), Bring::default(), |_| ());
            import_resume_start(NIL, |_| ());
            page_replace(NIL, &out(here));
            layout_draw(NIL, &[]);
            layouts_right(&[NIL]);
            layout_carry(NIL, None, Onto::After, 1);
            page_number(NIL, None);
            pages_turn(&[NIL], 1);
            pages_role(&[NIL], PageRole::Cover);
            pages_remove(&[NIL]);
            page_move(NIL, 1);
            join(NIL, &[]);
            pages_shape(&[NIL], None);
            pages_outline(&[NIL], None);
            pages_looked_at(&[NIL]);
            watch_start(NIL, &out(here));
            watch_stop(NIL);
            watch_through(NIL, &out(here), &Cancel::default(), true);
        }
        Key {
            book_closing(NIL, Closing::default());
            case_remove(NIL);
            field_save(NIL, "soDangKy", &FieldValue::given("1"));
            edits_save(NIL, &[]);
            case_finish(NIL, true, &[]);
            cells_save(NIL, &[]);
            replacing(NIL, &ReplaceAsk { find: "a".into(), with: "b".into(), column: None, whole: false, exact: false });
            case_hold(NIL, None);
            restore(NIL, NIL, None);
            fix(NIL, "future_date", "");
            fix_all(NIL, "future_date", &[]);
            mark_all(NIL, "future_date", &[], FieldState::LeftOut);
            offers(NIL, "soDangKy", "1");
            people(NIL, "soDangKy");
            spot_save(NIL, "soDangKy", None);
            spots_take(NIL, NIL);
            records_import(NIL, &SheetAsk::default(), &Taking::default());
            sheet_look(NIL, &SheetAsk::default());
            sheet_plan(NIL, &SheetAsk::default());
        }
        Check {
            confirm(NIL, "future_date", "", "sổ ghi vậy");
            unconfirm(NIL);
            confirm_all(NIL, "future_date", &[], "sổ ghi vậy");
            mark(NIL, "soDangKy", Some(true), "");
            check_pass(NIL);
            send_back(NIL, "thiếu");
            to_check(NIL);
        }
        Package {
            package_plan(NIL);
            package(NIL, &out(here), &Cancel::default(), &|_| ());
            package_start(NIL, &out(here), |_| ());
        }
        Sample {
            sample_draw(&[], 1, "x");
            lot_preview(&lot_ask());
            lot_add(&lot_ask());
            lots();
            lot_open(NIL);
            lot_draw(NIL, None);
            inspect_open(NIL, None);
            inspect_keep(NIL, NIL, &InspectDraft::default());
            inspect_type(NIL, NIL, &[]);
            inspect_judge(NIL, NIL, &[]);
            lot_decide(NIL);
            lot_minutes(NIL, &out(here), &MinutesAsk::default());
            contractors();
        }
        Adjudicate {
            thirds(NIL);
            third_decide(NIL, "soDangKy", &FieldValue::given("1"));
            third_typed(NIL, "soDangKy", "1");
            keying_look(NIL);
            settle(NIL, &Part { noun: Noun::Case, id: NIL, name: "state".into() }, NIL);
        }
        Assign {
            keying_set(NIL, &Keying::default());
            assignable();
            assign(&AssignAsk::default());
            assign_end(NIL);
            assignments(None);
        }
        HandOver {
            bundle_make(&BundleAsk::default(), &out(here), &Cancel::default(), &|_| ());
            bundle_show(&out(here), None);
            bundle_take(&out(here), None, true, &Cancel::default(), &|_| ());
            bundle_make_start(BundleAsk::default(), &out(here), |_| ());
            bundle_take_start(&out(here), None, true, |_| ());
            station_card();
        }
        Inspect {
            history_verify(&["không phải mã".into()]);
            history_export(&out(here));
        }
        Settings {
            keep_rule_settings(Settings::default());
            keep_page_limits(Thresholds::default());
            keep_idle(Some(600));
        }
        Manage {
            staff();
            person_add(&nobody(), &word());
            person_change(NIL, &nobody(), true);
            password_set(NIL, &word());
            recovery_new();
        }
    }
}

#[test]
fn every_use_case_asks_or_says_why_not() {
    let found = use_cases();
    let free: BTreeSet<&str> = FREE.iter().map(|(name, _)| *name).collect();
    let walked: BTreeMap<&str, Right> = every_call()
        .into_iter()
        .map(|(right, name, _)| (name, right))
        .collect();
    for (name, right) in &found {
        match right {
            None => assert!(
                free.contains(name.as_str()),
                "{name}: begin with let _asked = self.may(Right::…)?;"
            ),
            Some(right) => {
                let walked = walked.get(name.as_str());
                let walked = walked.map(|right| format!("{right:?}"));
                assert_eq!(walked.as_ref(), Some(right), "{name} is not walked so");
                assert!(!free.contains(name.as_str()), "{name} asks");
            }
        }
    }
    for name in free.iter().chain(walked.keys()) {
        assert!(found.contains_key(*name), "{name} is no use case any more");
    }
}

/// A workspace with one person of every role, and one who leaves.
fn staffed() -> Place {
    let here = place(1);
    let add = |name: &str, roles: Vec<Role>| {
        let new = NewPerson {
            name: name.into(),
            roles,
        };
        here.station.person_add(&new, &word()).unwrap();
    };
    add("administrator", vec![Role::Administrator]);
    for role in Role::ALL {
        if role != Role::Administrator {
            add(role.as_str(), vec![role]);
        }
    }
    // The clock of these tests runs with every look at it.
    here.station.keep_idle(None).unwrap();
    here
}

fn answer(result: Result<(), StationError>) -> &'static str {
    result.map_or_else(|error| error.code(), |()| "done")
}

#[test]
fn no_role_does_through_any_use_case_what_it_may_not() {
    let here = staffed();
    let calls = every_call();
    for role in Role::ALL {
        here.station.sign_in(role.as_str(), &word()).unwrap();
        for (right, name, call) in &calls {
            let said = answer(call(&here.station, &here));
            let refused = said == "not_allowed";
            assert_eq!(refused, !may(role, *right), "{role:?} {name}: {said}");
            assert!(!matches!(said, "signed_out" | "locked"), "{role:?} {name}");
        }
    }
    here.station.lock().unwrap();
    for (_, name, call) in &calls {
        assert_eq!(answer(call(&here.station, &here)), "locked", "{name}");
    }
    here.station.sign_out().unwrap();
    for (_, name, call) in &calls {
        assert_eq!(answer(call(&here.station, &here)), "signed_out", "{name}");
    }
}

#[test]
fn a_refusal_says_what_was_asked_for_and_who_may() {
    let here = staffed();
    here.station.sign_in("keyer", &word()).unwrap();
    let refused = here.station.package_plan(here.book).unwrap_err();
    let said = here.station.problem(&refused);
    assert_eq!(
        said.message,
        "Bạn không có quyền đóng gói. Việc này dành cho: người phụ trách."
    );
}

/// Commands of the window that ask no use case: they open what is asked about, or concern the window itself.
const SHELL_ALONE: &[&str] = &[
    "start",
    "workspace_create",
    "workspace_open",
    "pick",
    "folder_open",
    "picture_open",
    "picture_close",
    "picture_show",
    "picture_shown",
    "picture_say",
    "desk_front",
];

#[test]
fn the_window_decides_nothing() {
    let mut files = Vec::new();
    let shell = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../src-tauri/src");
    sources(&shell, &mut files);
    let mut commands = 0;
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for command in text.split("#[tauri::command(async)]\n").skip(1) {
            let name = command.split("pub fn ").nth(1).unwrap();
            let name = name.split('(').next().unwrap();
            let body = command.split("\n}\n").next().unwrap();
            commands += 1;
            assert!(
                body.contains("shell.at(|station|") || SHELL_ALONE.contains(&name),
                "{name} in {} asks no use case",
                file.display()
            );
        }
    }
    assert!(commands > 90, "{commands}");
}

/// The one line that the shipped crates print: a path, and what the disk says.
const PRINTED: &str = "eprintln!(\"workspace not remembered: {error}\");";

#[test]
fn nothing_is_logged() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for part in [
        "crates/core",
        "crates/capture",
        "crates/station",
        "src-tauri",
    ] {
        sources(&root.join(part).join("src"), &mut files);
    }
    assert!(files.len() > 150, "{}", files.len());
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        // What tests print is theirs.
        let shipped = text.split("#[cfg(test)]").next().unwrap();
        for line in shipped.lines().map(str::trim) {
            let prints = [
                "println!",
                "print!",
                "eprint!",
                "dbg!",
                "log::",
                "tracing::",
            ]
            .iter()
            .any(|word| line.contains(word) && !line.starts_with("//"));
            assert!(
                !prints || line == PRINTED || line.contains("dialog::"),
                "{}: {line}",
                file.display()
            );
        }
    }
}
