//! The record of what happened, for whoever has to rely on it: whether it is whole, and all of it as a file.

use std::io::{BufWriter, Write};
use std::path::Path;

use sohoa_core::book::Id;
use sohoa_core::people::Right;

use crate::acceptance;
use crate::bundle::replay::Replayed;
use crate::station::Inner;
use crate::store::chain::{Fault, hex, parse};
use crate::store::told::Line;
use crate::view::{HistoryFault, HistoryLook};
use crate::workspace::{HALF, sync_folder};
use crate::{Result, Station, StationError};

/// Faults that are told one by one.
const TOLD: usize = 100;

/// How many things of a book are not what its history says.
pub(crate) fn unsaid(inner: &Inner, book: Id) -> Result<usize> {
    let replayed = Replayed::of(&inner.store.log(book)?);
    let things: Vec<Id> = replayed.merge.things().collect();
    let differing = replayed.differing(inner.store.as_ref(), things)?;
    Ok(differing.len() + replayed.unsaid(inner.store.as_ref(), book)?)
}

impl Station {
    /// Goes through the whole history: that nothing in it was changed, cut off or put elsewhere since, and that the
    /// books hold what it says. Heads are those that were printed on minutes and written into manifests.
    ///
    /// # Errors
    /// `bad_head`, and what the disk says
    pub fn history_verify(&self, heads: &[String]) -> Result<HistoryLook> {
        let _asked = self.may(Right::Inspect)?;
        let parsed = heads
            .iter()
            .map(|head| parse(head).ok_or_else(|| StationError::new("bad_head").with("head", head)))
            .collect::<Result<Vec<_>>>()?;
        let looked = self.inner().store.look_at_history(&parsed)?;
        let mut faults: Vec<HistoryFault> = looked
            .faults
            .iter()
            .map(|fault| self.fault(fault))
            .collect();
        for book in self.books_known()? {
            // The lock is let go of between books: people go on working.
            let inner = self.inner();
            let count = unsaid(&inner, book.id)?;
            if count > 0 {
                let args = [("book", book.code()), ("count", count.to_string())];
                faults.push(HistoryFault {
                    kind: "unsaid".to_owned(),
                    entry: None,
                    message: self.knowledge.messages.text("history_unsaid", &args),
                });
            }
        }
        let count = acceptance::unsaid_of_lots(&self.inner())?;
        if count > 0 {
            let args = [("count", count.to_string())];
            faults.push(HistoryFault {
                kind: "unsaid".to_owned(),
                entry: None,
                message: self.knowledge.messages.text("history_lots", &args),
            });
        }
        faults.truncate(TOLD);
        Ok(HistoryLook {
            ok: faults.is_empty(),
            entries: looked.entries,
            head: looked.head.as_ref().map(hex),
            known: looked.known,
            faults,
        })
    }

    fn fault(&self, fault: &Fault) -> HistoryFault {
        let (kind, entry, args) = match fault {
            Fault::Changed(entry) => ("changed", Some(*entry), vec![("entry", entry.to_string())]),
            Fault::Undone(entry) => ("undone", Some(*entry), vec![("entry", entry.to_string())]),
            Fault::Loose(count) => ("loose", None, vec![("count", count.to_string())]),
            Fault::Cut { had, has } => (
                "cut",
                None,
                vec![("had", had.to_string()), ("has", has.to_string())],
            ),
            Fault::Unknown(head) => ("unknown", None, vec![("head", head.clone())]),
        };
        HistoryFault {
            kind: kind.to_owned(),
            entry,
            message: self
                .knowledge
                .messages
                .text(&format!("history_{kind}"), &args),
        }
    }

    /// How the history ends: what is printed wherever somebody may later want to know that nothing was changed.
    ///
    /// # Errors
    /// What the disk says.
    pub fn history_head(&self) -> Result<Option<String>> {
        let _asked = self.may(Right::Look)?;
        Ok(self.inner().store.history_head()?.as_ref().map(hex))
    }

    /// Writes the whole history into a file, an entry a line as JSON, with everything its hashes are made of: whoever
    /// gets it can prove it with a few lines of their own (`tests/bench/history_again.py`). Gives the number of entries.
    ///
    /// # Errors
    /// What the disk says; nothing is left behind then.
    pub fn history_export(&self, file: &Path) -> Result<u64> {
        let _asked = self.may(Right::Inspect)?;
        let trouble = |error: std::io::Error| StationError::io(&error, file);
        let folder = file
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let mut half = tempfile::Builder::new()
            .prefix(HALF)
            .suffix(".tmp")
            .tempfile_in(folder)
            .map_err(trouble)?;
        let mut out = BufWriter::new(half.as_file_mut());
        let mut entries = 0;
        let mut failed = None;
        self.inner().store.history_lines(&mut |line: &Line| {
            let written = serde_json::to_writer(&mut out, line)
                .map_err(std::io::Error::from)
                .and_then(|()| out.write_all(b"\n"));
            entries += 1;
            match written {
                Ok(()) => true,
                Err(error) => {
                    failed = Some(error);
                    false
                }
            }
        })?;
        if let Some(error) = failed {
            return Err(trouble(error));
        }
        out.flush().map_err(trouble)?;
        drop(out);
        half.as_file().sync_all().map_err(trouble)?;
        half.persist(file).map_err(|error| trouble(error.error))?;
        sync_folder(folder).map_err(trouble)?;
        Ok(entries)
    }
}
