//! Packaging a book.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use sohoa_capture::{DeliverSpec, Limits, deliver, write_pdf};
use sohoa_core::book::{Book, BookState, Id, Page, Region};
use sohoa_core::naming::DEFAULT_PATTERN;
use sohoa_core::people::Right;
use sohoa_core::record::{FieldState, Record};
use sohoa_core::rules::Severity;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::manifest::{Accepted, Manifest, ManifestFile};
use super::{commit, plan, verify, workbook};
use crate::import::hex;
use crate::jobs::{Cancel, Pace, Progress};
use crate::lists::office_lists;
use crate::store::chain;
use crate::store::{Change, Op, PackageNote};
use crate::view::{Job, JobKind, JobState, Packaged};
use crate::workspace::{HALF, write_whole};
use crate::{Result, Station, StationError};

/// Folder beside the packages with the lists for the office.
const LISTS: &str = "danh-sach";
/// PDFs made before they are written, for each core.
const AHEAD: usize = 8;
/// Findings named when packaging is refused.
const NAMED: usize = 5;

/// Everything that is written, taken out of the book at one moment so that typing can go on.
struct Snapshot {
    /// The two lists for the office, as .xlsx.
    lists: Vec<u8>,
    book: Book,
    cases: Vec<CaseOut>,
    held: u32,
    accepted: Vec<Accepted>,
    pattern: String,
    /// The last change of the book that is in it.
    last: Option<Id>,
}

struct CaseOut {
    position: u32,
    pdf: String,
    record: Record,
    pages: Vec<(Page, Option<Region>)>,
}

impl Station {
    /// Writes the package of a book into a folder and reads it back. The package that was there
    /// before stays whole until the new one is.
    ///
    /// # Errors
    /// `errors_open`, `no_cases`, `cancelled`, `disk_full`, `folder_read_only`, `case_picture`,
    /// `readback_failed`
    pub fn package(
        &self,
        book: Id,
        folder: &Path,
        cancel: &Cancel,
        tell: &(dyn Fn(Progress) + Sync),
    ) -> Result<Packaged> {
        let _asked = self.may(Right::Package)?;
        let snapshot = self.snapshot(book)?;
        let code = snapshot.book.code();
        let names = [
            format!("{code}.xlsx"),
            format!("{code}.zip"),
            format!("{code}.manifest.json"),
        ];
        let staging = commit::staging(folder, &code)?;
        let [xlsx, zip, manifest] = names.clone().map(|name| staging.path().join(name));
        let fail = |e: io::Error| StationError::io(&e, folder);

        let book_type = self.knowledge.book_type(&snapshot.book.kind)?;
        let sheet = book_type.sheet(&snapshot.book.sheet);
        let sheet = sheet.ok_or_else(|| {
            StationError::new("unknown_sheet").with("sheet", &snapshot.book.sheet)
        })?;
        let records: Vec<&Record> = snapshot.cases.iter().map(|case| &case.record).collect();
        let bytes = workbook::workbook(&self.knowledge.catalogue, book_type, sheet, &records)
            .map_err(|e| StationError::new("store_trouble").with("detail", e))?;
        fs::write(&xlsx, &bytes).map_err(fail)?;
        let pdfs = self.write_archive(&snapshot, &zip, cancel, tell)?;

        // Read back with code that shares nothing with the writing.
        let verdict = verify::judge(
            &self.knowledge,
            &xlsx,
            &zip,
            &verify::Said {
                pattern: Some(snapshot.pattern.clone()),
                accepted: snapshot.accepted.clone(),
            },
            Some(cancel),
        )?;
        if let Some(problem) = verdict.problems.first() {
            return Err(StationError::new("readback_failed")
                .with("detail", format!("{}: {}", problem.place, problem.message)));
        }
        let files = [&xlsx, &zip].map(|path| fingerprint(path));
        let [xlsx_print, zip_print] = files;
        let files = vec![xlsx_print.map_err(fail)?, zip_print.map_err(fail)?];
        let note = self.note(&snapshot, &files, folder)?;
        let body = Manifest {
            format: 1,
            book: code.clone(),
            kind: snapshot.book.kind.clone(),
            year: snapshot.book.year,
            volume: snapshot.book.volume,
            place: snapshot.book.place.clone(),
            sheet: snapshot.book.sheet.clone(),
            cases: snapshot.cases.len() as u32,
            held: snapshot.held,
            name_pattern: snapshot.pattern.clone(),
            program: format!("Tram so hoa ho tich {}", env!("CARGO_PKG_VERSION")),
            packaged_by: note.who,
            packaged_at: note.at,
            history_head: note.head,
            files,
            pdfs,
            accepted: snapshot.accepted.clone(),
        };
        let mut text = serde_json::to_vec_pretty(&body).map_err(|e| fail(e.into()))?;
        text.push(b'\n');
        fs::write(&manifest, text).map_err(fail)?;
        let bytes = body.files.iter().map(|file| file.bytes).sum();
        cancel.check()?;
        open_to_readers(staging.path(), &names);
        commit::commit(staging, folder, &code, &names)?;
        self.mark_packaged(&snapshot)?;
        // In a folder of their own, so that nobody takes them for the sheet that is handed over. The
        // package is in place already: a disk that has no room for them must not make it look failed.
        let lists = put_lists(folder, &code, &snapshot.lists)
            .ok()
            .map(|path| path.display().to_string());
        let [xlsx, zip, manifest] = names.map(|name| folder.join(name).display().to_string());
        Ok(Packaged {
            xlsx,
            zip,
            manifest,
            cases: body.cases,
            bytes,
            folder: folder.display().to_string(),
            lists,
        })
    }

    /// As [`Station::package`], in a thread of its own.
    ///
    /// # Errors
    /// `unknown_book`
    pub fn package_start(
        self: &Arc<Self>,
        book: Id,
        folder: &Path,
        tell: impl Fn(Job) + Send + Sync + 'static,
    ) -> Result<Job> {
        let _asked = self.may(Right::Package)?;
        self.inner().book(book)?;
        let folder = folder.to_owned();
        Ok(
            self.in_background(JobKind::Package, book, tell, move |station, job, work| {
                let package = station.package(book, &folder, work.cancel, work.report)?;
                Ok(Job {
                    state: JobState::Done,
                    package: Some(package),
                    ..job
                })
            }),
        )
    }

    /// Finishes packages whose move into place was cut short by a crash.
    pub(crate) fn finish_moves(&self) -> Result<()> {
        let inner = self.inner();
        for book in inner.store.books()? {
            if let Some(note) = inner.store.last_package(book.id)? {
                // The folder may be on a stick that is not plugged in.
                let _ = commit::finish(Path::new(&note.folder), &book.code());
            }
        }
        Ok(())
    }

    fn snapshot(&self, book: Id) -> Result<Snapshot> {
        let mut inner = self.inner();
        inner.refuse_blind(book)?;
        let mut judgement = self.judge_book(&mut inner, book)?;
        plan::only_delivered(&mut judgement, inner.contents(book)?);
        let errors: Vec<_> = judgement
            .findings
            .iter()
            .filter(|f| f.severity == Severity::Error)
            .collect();
        if !errors.is_empty() {
            let named = errors.iter().take(NAMED).map(|f| {
                let place = f.position.map(|p| p.to_string()).unwrap_or_default();
                let place = [
                    ("case", place),
                    ("field", f.field.clone().unwrap_or_default()),
                    ("message", f.message.clone()),
                ];
                self.knowledge.messages.text("error_in_case", &place)
            });
            let which = named.collect::<Vec<_>>().join(" ");
            return Err(StationError::new("errors_open")
                .with("count", errors.len())
                .with("which", which));
        }
        let names = inner.names.clone();
        let last = inner.store.last_change(book)?.map(|change| change.id);
        let pattern = inner
            .store
            .setting("pdf_name_pattern")?
            .unwrap_or_else(|| DEFAULT_PATTERN.to_owned());
        let stated = inner.store.stated(book)?;
        let contents = inner.contents(book)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let rows = plan::rows(contents, book_type, &names);
        if rows.is_empty() {
            let all_held = !contents.cases.is_empty();
            return Err(StationError::new(if all_held {
                "all_held"
            } else {
                "no_cases"
            }));
        }
        let by_id: HashMap<Id, &Page> = contents.pages.iter().map(|page| (page.id, page)).collect();
        let mut row_of = vec![0u32; contents.cases.len()];
        let cases = (1u32..).zip(&rows).map(|(number, row)| {
            row_of[row.index] = number;
            let parts = contents.cases[row.index].pages.iter();
            CaseOut {
                position: row.index as u32 + 1,
                pdf: row.pdf.clone(),
                record: contents.inputs[row.index].record.clone(),
                pages: parts
                    .filter_map(|part| Some(((*by_id.get(&part.page)?).clone(), part.region)))
                    .collect(),
            }
        });
        let cases = cases.collect();
        let accepted = judgement.confirmed.iter().map(|c| Accepted {
            row: c
                .finding
                .position
                .map_or(0, |position| row_of[position as usize - 1]),
            rule: c.finding.rule.clone(),
            field: c.finding.field.clone().unwrap_or_default(),
            reason: c.reason.clone(),
            who: c.who.clone(),
            at: c.at.clone(),
        });
        let mut accepted: Vec<Accepted> = accepted.collect();
        // What was said of a field is accepted just as a finding is.
        for said in stated {
            let index = contents.index_of(said.case);
            let field = book_type.field_index(&said.column);
            let (Some(index), Some(field)) = (index, field) else {
                continue;
            };
            if row_of[index] == 0 {
                continue;
            }
            let value = contents.inputs[index].record.at(field);
            let (rule, reason) = match value.state {
                FieldState::Given => continue,
                FieldState::LeftOut => ("left_out", "Sổ không ghi".to_owned()),
                FieldState::Illegible => ("illegible", "Không đọc được trong sổ".to_owned()),
                FieldState::Doubtful => ("doubtful", asked("Nghi vấn", value.note())),
            };
            accepted.push(Accepted {
                row: row_of[index],
                rule: rule.to_owned(),
                field: said.column,
                reason,
                who: said.who,
                at: said.at,
            });
        }
        accepted.sort_by(|a, b| (a.row, &a.rule, &a.field).cmp(&(b.row, &b.rule, &b.field)));
        let lists = office_lists(contents, book_type, &judgement, &row_of)?;
        Ok(Snapshot {
            lists,
            book: contents.book.clone(),
            held: (contents.cases.len() - rows.len()) as u32,
            cases,
            accepted,
            pattern,
            last,
        })
    }

    fn write_archive(
        &self,
        snapshot: &Snapshot,
        path: &Path,
        cancel: &Cancel,
        tell: &(dyn Fn(Progress) + Sync),
    ) -> Result<Vec<ManifestFile>> {
        let fail = |e: io::Error| StationError::io(&e, path);
        let zip_fail = |e: zip::result::ZipError| StationError::io(&e.into(), path);
        let mut archive = ZipWriter::new(BufWriter::with_capacity(
            1 << 20,
            File::create(path).map_err(fail)?,
        ));
        // JPEG does not get smaller; a fixed day keeps equal books equal to the byte.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(zip::DateTime::default())
            .unix_permissions(0o644);
        let pace = Pace::new();
        let total = snapshot.cases.len() as u32;
        let mut prints = Vec::with_capacity(snapshot.cases.len());
        for part in snapshot.cases.chunks(AHEAD * rayon::current_num_threads()) {
            let made: Vec<Result<Vec<u8>>> = part
                .par_iter()
                .map(|case| {
                    cancel.check()?;
                    self.case_pdf(snapshot, case)
                })
                .collect();
            for (case, pdf) in part.iter().zip(made) {
                let pdf = pdf?;
                archive
                    .start_file(case.pdf.as_str(), options)
                    .map_err(zip_fail)?;
                archive.write_all(&pdf).map_err(fail)?;
                let sha256 = hex(&Sha256::digest(&pdf));
                prints.push(ManifestFile {
                    name: case.pdf.clone(),
                    bytes: pdf.len() as u64,
                    sha256,
                });
                tell(pace.progress(prints.len() as u32, total, case.pdf.clone()));
            }
        }
        let file = archive
            .finish()
            .map_err(zip_fail)?
            .into_inner()
            .map_err(|e| fail(e.into_error()))?;
        file.sync_all().map_err(fail)?;
        Ok(prints)
    }

    fn case_pdf(&self, snapshot: &Snapshot, case: &CaseOut) -> Result<Vec<u8>> {
        let limits = Limits::default();
        let images = case.pages.iter().map(|(page, region)| {
            let source = self.source(page)?;
            let spec = DeliverSpec {
                quarter_turns: page.quarter_turns,
                shape: page.shape.clone(),
                region: *region,
                ..DeliverSpec::default()
            };
            deliver(&source, page.frame as usize, &spec, &limits).map_err(StationError::from)
        });
        let images = images.collect::<Result<Vec<_>>>().map_err(|error| {
            let reason = self.problem(&error).message;
            StationError::new("case_picture")
                .with("case", case.position)
                .with("reason", reason)
        })?;
        let title = format!(
            "{} - {}",
            snapshot.book.code(),
            case.pdf.trim_end_matches(".pdf")
        );
        Ok(write_pdf(&images, &title, &case.pdf))
    }

    /// Who packaged exactly this content first, and when: noted now when nobody did.
    fn note(
        &self,
        snapshot: &Snapshot,
        files: &[ManifestFile],
        folder: &Path,
    ) -> Result<PackageNote> {
        let mut hash = Sha256::new();
        for file in files {
            hash.update(&file.sha256);
        }
        hash.update(serde_json::to_vec(&snapshot.accepted).unwrap_or_default());
        hash.update(&snapshot.pattern);
        let content = hex(&hash.finalize());
        let mut inner = self.inner();
        let note = match inner.store.package_note(snapshot.book.id, &content)? {
            Some(note) => PackageNote {
                folder: folder.display().to_string(),
                ..note
            },
            None => PackageNote {
                who: self.session.actor().who,
                at: self.host.stamp(),
                folder: folder.display().to_string(),
                head: inner
                    .store
                    .history_head()?
                    .as_ref()
                    .map_or_else(String::new, chain::hex),
            },
        };
        inner
            .store
            .keep_package_note(snapshot.book.id, &content, &note)?;
        Ok(note)
    }

    /// Says that the book is packaged, unless it was changed while that was going on.
    fn mark_packaged(&self, snapshot: &Snapshot) -> Result<()> {
        let mut inner = self.inner();
        let book = snapshot.book.id;
        let before = inner.book(book)?;
        let unchanged = inner.store.last_change(book)?.map(|change| change.id) == snapshot.last;
        if before.state == BookState::Open && unchanged {
            let after = Book {
                state: BookState::Packaged,
                ..before.clone()
            };
            let change = Change::Book {
                before: Some(before),
                after: Some(after),
            };
            inner.transact(Op::Package, book, vec![change])?;
        }
        Ok(())
    }
}

/// A word, and what is asked or noted behind it.
pub(crate) fn asked(word: &str, note: &str) -> String {
    match note.trim() {
        "" => word.to_owned(),
        note => format!("{word}: {note}"),
    }
}

fn fingerprint(path: &Path) -> io::Result<ManifestFile> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
        bytes += read as u64;
    }
    Ok(ManifestFile {
        name: crate::sheet::file_name(path),
        bytes,
        sha256: hex(&hash.finalize()),
    })
}

/// A package is handed to others; the folder it was written in was this person's alone.
fn open_to_readers(folder: &Path, names: &[String]) {
    #[cfg(unix)]
    for name in names {
        use std::os::unix::fs::PermissionsExt;
        let _ = fs::set_permissions(folder.join(name), fs::Permissions::from_mode(0o644));
    }
    #[cfg(not(unix))]
    let _ = (folder, names);
}

/// Writes the lists for the office, and clears away what a crash left of earlier ones.
fn put_lists(folder: &Path, code: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    let folder = folder.join(LISTS);
    fs::create_dir_all(&folder)?;
    for entry in fs::read_dir(&folder)?.flatten() {
        if entry.file_name().to_string_lossy().starts_with(HALF) {
            let _ = fs::remove_file(entry.path());
        }
    }
    let path = folder.join(format!("{code}.danh-sach.xlsx"));
    write_whole(&path, bytes, true)?;
    Ok(path)
}
