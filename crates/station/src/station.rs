//! The station: an opened workspace, and what all use cases share.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sohoa_core::book::{Book, BookState, Id};
use sohoa_core::messages::Messages;
use sohoa_core::naming::NamePattern;
use sohoa_core::people::{Right, Role, may};
use sohoa_core::rules::{self, Engine, Settings, Setup};
use sohoa_core::schema::{BookType, Catalogue};
use sohoa_core::survey::Thresholds;
use sohoa_core::value::PartialDate;

use crate::Result;
use crate::contents::Contents;
use crate::error::StationError;
use crate::host::Host;
use crate::jobs::Jobs;
use crate::learned::{Alarm, Learning};
use crate::meetings::Traces;
use crate::pace::Pace;
use crate::people::{self, Session};
use crate::pictures::Opened;
use crate::progress::{self, Progresses};
use crate::second::Looker;
use crate::settings::may_change;
use crate::store::{Change, ChangeSet, Op, Store, Tracer};
use crate::view::{Problem, RoleText, RuleText, Start, WorkspaceInfo};
use crate::watch::Watchers;
use crate::whole::LastCheck;
use crate::workspace::{self, Folder, Lock};

/// What the program knows without any workspace: book types, code lists, sentences.
#[derive(Debug)]
pub struct Knowledge {
    /// Book types and code lists.
    pub catalogue: Catalogue,
    /// Sentences.
    pub messages: Messages,
}

/// Reads the data files the program was built with.
///
/// # Errors
/// A sentence for the developer; never with the files of a tested build.
pub fn knowledge() -> std::result::Result<Arc<Knowledge>, String> {
    let catalogue = Catalogue::built_in().map_err(|e| e.to_string())?;
    Ok(Arc::new(Knowledge {
        catalogue,
        messages: Messages::vietnamese()?,
    }))
}

/// Under which name the settings of the rules are kept, as JSON.
pub(crate) const RULE_SETTINGS: &str = "rules";

/// An opened workspace. Can be used from several threads at once.
pub struct Station {
    pub(crate) knowledge: Arc<Knowledge>,
    pub(crate) host: Arc<dyn Host>,
    pub(crate) folder: Folder,
    pub(crate) jobs: Jobs,
    pub(crate) watchers: Watchers,
    pub(crate) opened: Opened,
    pub(crate) pace: Pace,
    pub(crate) alarm: Alarm,
    pub(crate) session: Arc<Session>,
    inner: Mutex<Inner>,
    last_check: Mutex<LastCheck>,
    _lock: Lock,
}

pub(crate) struct Inner {
    pub store: Box<dyn Store>,
    open: Option<Contents>,
    pub host: Arc<dyn Host>,
    pub session: Arc<Session>,
    pub knowledge: Arc<Knowledge>,
    pub names: NamePattern,
    pub settings: Arc<Settings>,
    pub learning: Learning,
    pub progresses: Progresses,
}

impl Station {
    /// Makes a new workspace for an office and opens it.
    ///
    /// # Errors
    /// `place_missing`, `workspace_exists`, and what the disk says.
    pub fn create(
        root: &Path,
        place: &str,
        knowledge: Arc<Knowledge>,
        host: Arc<dyn Host>,
    ) -> Result<Self> {
        let place = sohoa_core::value::text::clean(place);
        if place.is_empty() {
            return Err(StationError::new("place_missing"));
        }
        let (folder, lock, mut store) = workspace::create(root)?;
        store.keep_setting("place", &place)?;
        Self::over(folder, lock, Box::new(store), knowledge, host)
    }

    /// Opens a workspace.
    ///
    /// # Errors
    /// `no_workspace`, `workspace_locked`, `workspace_newer`, `workspace_damaged`, and what the
    /// disk says.
    pub fn open(root: &Path, knowledge: Arc<Knowledge>, host: Arc<dyn Host>) -> Result<Self> {
        let (folder, lock, store) = workspace::open(root)?;
        let station = Self::over(folder, lock, Box::new(store), knowledge, host)?;
        station.finish_moves()?;
        Ok(station)
    }

    fn over(
        folder: Folder,
        lock: Lock,
        store: Box<dyn Store>,
        knowledge: Arc<Knowledge>,
        host: Arc<dyn Host>,
    ) -> Result<Self> {
        let names = match store.setting("pdf_name_pattern")? {
            Some(pattern) => NamePattern::parse(&pattern).unwrap_or_default(),
            None => NamePattern::default(),
        };
        // Settings that a newer or a damaged program wrote must not keep anybody from working.
        let settings = store
            .setting(RULE_SETTINGS)?
            .and_then(|kept| serde_json::from_str(&kept).ok())
            .unwrap_or_default();
        let session = Arc::new(Session::new(host.clone(), people::idle(store.as_ref())?));
        let mut inner = Inner {
            store,
            open: None,
            host: host.clone(),
            session: session.clone(),
            knowledge: knowledge.clone(),
            names,
            settings: Arc::new(settings),
            learning: Learning::default(),
            progresses: Progresses::default(),
        };
        inner.know_people()?;
        let tracer = Traces::new(&knowledge);
        for book in inner.store.untraced(tracer.version())? {
            inner.store.trace_book(book, &tracer)?;
        }
        Ok(Self {
            knowledge,
            host,
            folder,
            jobs: Jobs::default(),
            watchers: Watchers::default(),
            opened: Opened::default(),
            alarm: Alarm::default(),
            pace: Pace::default(),
            session,
            inner: Mutex::new(inner),
            last_check: Mutex::default(),
            _lock: lock,
        })
    }

    /// The workspace.
    ///
    /// # Errors
    /// What the disk says.
    pub fn info(&self) -> Result<WorkspaceInfo> {
        let place = self.inner().store.setting("place")?.unwrap_or_default();
        Ok(WorkspaceInfo {
            folder: self.folder.root().display().to_string(),
            place,
            who: self.session.actor().who,
            here: self.who_is_here(),
        })
    }

    /// The sentence for a refusal.
    #[must_use]
    pub fn problem(&self, error: &StationError) -> Problem {
        error.problem(&self.knowledge.messages)
    }

    pub(crate) fn last_check(&self) -> MutexGuard<'_, LastCheck> {
        self.last_check
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn inner(&self) -> MutexGuard<'_, Inner> {
        // A panic elsewhere leaves the store as its last transaction left it, which is whole; the
        // book in memory is read again because `open` is emptied first whenever it is changed.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Knowledge {
    /// What the interface asks for once, at the start.
    #[must_use]
    pub fn start(&self, workspace: Option<WorkspaceInfo>, problem: Option<Problem>) -> Start {
        let sentence = |rule: &str, part| self.messages.rule(rule, part, &[]);
        let text = |rule: &rules::Rule| RuleText {
            title: sentence(rule.name, "title"),
            what: sentence(rule.name, "what"),
            why: sentence(rule.name, "why"),
            todo: sentence(rule.name, "todo"),
            severity: rule.severity,
            may_change: may_change(rule),
        };
        let rules: BTreeMap<_, _> = rules::ALL
            .iter()
            .map(|rule| (rule.name.to_owned(), text(rule)))
            .collect();
        Start {
            workspace,
            problem,
            book_types: self.catalogue.types().to_vec(),
            code_lists: self.catalogue.lists().clone(),
            rules,
            roles: Role::ALL.iter().map(|role| self.role(*role)).collect(),
            default_settings: Settings::default(),
            default_page_limits: Thresholds::default(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    fn role(&self, role: Role) -> RoleText {
        let text = |part: &str, word: &str| self.messages.text(&format!("{part}_{word}"), &[]);
        // Everybody may look: that tells no role from another.
        let rights = Right::ALL.into_iter().filter(|right| *right != Right::Look);
        let rights = rights.filter(|right| may(role, *right));
        let what: Vec<String> = rights.map(|right| text("right", right.as_str())).collect();
        RoleText {
            role,
            title: text("role", role.as_str()),
            what: what.join(", "),
            rights: (Right::ALL.into_iter())
                .filter(|right| may(role, *right))
                .collect(),
        }
    }

    /// The book type with that code.
    ///
    /// # Errors
    /// `unknown_type`
    pub fn book_type(&self, code: &str) -> Result<&BookType> {
        self.catalogue
            .book_type(code)
            .ok_or_else(|| StationError::new("unknown_type").with("type", code))
    }

    /// The rules for a book type.
    #[must_use]
    pub fn engine<'a>(
        &'a self,
        book_type: &'a BookType,
        settings: &'a Settings,
        today: PartialDate,
        with_pages: bool,
    ) -> Engine<'a> {
        let setup = Setup {
            catalogue: &self.catalogue,
            messages: &self.messages,
            settings,
            today: Some(today),
            with_pages,
        };
        Engine::new(&setup, book_type)
    }
}

impl Inner {
    /// A book by identity.
    pub fn book(&self, id: Id) -> Result<Book> {
        self.store
            .book(id)?
            .ok_or_else(|| StationError::new("unknown_book").with("book", id))
    }

    /// The book in memory, read when it is not the one that is there.
    pub fn contents(&mut self, book: Id) -> Result<&Contents> {
        let me = self.session.actor().person;
        let fits = |open: &Contents| open.book.id == book && open.eyes.serve(me);
        if !self.open.as_ref().is_some_and(fits) {
            self.open = None;
            self.open = Some(self.read_contents(book)?);
        }
        self.open
            .as_ref()
            .ok_or_else(|| StationError::new("unknown_book"))
    }

    /// A book as whoever is here may see it.
    pub fn read_contents(&self, book: Id) -> Result<Contents> {
        let mut contents = self.read_whole(book)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let looker = Looker::new(self.store.as_ref(), &self.session);
        contents.seen_by(&looker, book_type)?;
        Ok(contents)
    }

    /// A book with everything that stands in it, whoever is here: for what shows none of it.
    pub fn read_whole(&self, book: Id) -> Result<Contents> {
        let found = self.book(book)?;
        let book_type = self.knowledge.book_type(&found.kind)?;
        Contents::load(self.store.as_ref(), book_type, found)
    }

    /// Whether somebody types a case a second time and shall not see what the first typed.
    pub fn hides(&mut self, book: Id, case: Id) -> Result<bool> {
        let keying = self.book(book)?.keying;
        let looker = Looker::new(self.store.as_ref(), &self.session);
        Ok(looker.may_be_blind(book, &keying)? && self.contents(book)?.eyes.hide(case))
    }

    /// The cases of a book that whoever is here types a second time, read beside the book in memory.
    pub fn hidden_in(&self, book: Id) -> Result<HashSet<Id>> {
        let Some(found) = self.store.book(book)? else {
            return Ok(HashSet::new());
        };
        let looker = Looker::new(self.store.as_ref(), &self.session);
        if !looker.may_be_blind(book, &found.keying)? {
            return Ok(HashSet::new());
        }
        Ok(self.read_contents(book)?.eyes.hidden_cases().collect())
    }

    /// Does something with a book as it is for those who see all of it: for what is kept for everybody.
    pub fn as_everybody<T>(
        &mut self,
        book: Id,
        ask: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        let keying = self.book(book)?.keying;
        if !Looker::new(self.store.as_ref(), &self.session).may_be_blind(book, &keying)? {
            return ask(self);
        }
        self.open = None;
        self.open = Some(self.read_whole(book)?);
        let done = ask(self);
        self.open = None;
        done
    }

    /// The book in memory with everything it takes to compare its cases with each other and with
    /// those of other books.
    pub fn compared(&mut self, book: Id) -> Result<&Contents> {
        self.contents(book)?;
        if let Some(open) = &mut self.open {
            open.prepare_meetings(self.store.as_ref(), &self.knowledge)?;
        }
        self.contents(book)
    }

    /// Lets go of the book in memory: it is read again when it is asked for.
    pub fn close_book(&mut self) {
        self.open = None;
    }

    /// The book in memory, to note something beside it.
    pub fn open_book(&mut self) -> Result<&mut Contents> {
        let open = self.open.as_mut();
        open.ok_or_else(|| StationError::new("unknown_book"))
    }

    /// The book that a case belongs to.
    pub fn book_of_case(&self, case: Id) -> Result<Id> {
        if let Some(open) = &self.open
            && open.index_of(case).is_some()
        {
            return Ok(open.book.id);
        }
        Ok(self
            .store
            .case(case)?
            .ok_or_else(|| StationError::new("unknown_case"))?
            .book)
    }

    /// Does one deed: everything in `changes`, or nothing. What somebody types into a case that they type a second
    /// time is kept as that. A book that was packaged is open again
    /// after any change of what it holds.
    pub fn transact(&mut self, op: Op, book: Id, changes: Vec<Change>) -> Result<()> {
        self.transact_in(None, op, book, changes)
    }

    /// The same as one of several deeds that are taken back together.
    pub fn transact_in(
        &mut self,
        batch: Option<Id>,
        op: Op,
        book: Id,
        changes: Vec<Change>,
    ) -> Result<()> {
        let (op, changes) = self.as_second(op, book, changes)?;
        let set = ChangeSet {
            batch,
            ..self.deed(op, book, changes)
        };
        if set.changes.is_empty() {
            Ok(())
        } else {
            self.apply(set)
        }
    }

    /// A deed, not done yet.
    pub fn deed(&self, op: Op, book: Id, changes: Vec<Change>) -> ChangeSet {
        let actor = self.session.actor();
        ChangeSet {
            id: self.host.new_id(),
            at: self.host.stamp(),
            who: actor.who,
            person: actor.person,
            op,
            book,
            of: None,
            batch: None,
            changes,
            originals: Vec::new(),
            surveys: Vec::new(),
        }
    }

    /// Does a deed: all of it, or nothing.
    pub fn apply(&mut self, mut set: ChangeSet) -> Result<()> {
        let book = set.book;
        if let Some(before) = self
            .store
            .book(book)?
            .filter(|b| b.state == BookState::Packaged)
            && set.op != Op::Package
            && !set
                .changes
                .iter()
                .any(|change| matches!(change, Change::Book { .. }))
        {
            let after = Book {
                state: BookState::Open,
                ..before.clone()
            };
            set.changes.push(Change::Book {
                before: Some(before),
                after: Some(after),
            });
        }
        // Emptied first: if anything fails from here on, the book is read again.
        let open = self.open.take();
        let before = match progress::is_kept(&set.changes) {
            true => self.store.last_change(book)?.map(|last| last.id),
            false => None,
        };
        let disputed = self.disputed_after(&set)?;
        let traces = Traces::new(&self.knowledge);
        self.store.apply(&set, disputed.as_deref(), &traces)?;
        if set
            .changes
            .iter()
            .any(|change| matches!(change, Change::Person { .. }))
        {
            self.know_people()?;
        }
        if progress::is_kept(&set.changes) {
            self.progresses.carry(book, before, set.id);
        }
        self.learning.changed(book);
        if let Some(mut open) = open {
            let followed = if open.book.id == book {
                let knowledge = self.knowledge.clone();
                open.follow(
                    knowledge.book_type(&open.book.kind)?,
                    &set.changes,
                    &set.who,
                )
            } else {
                open.forget_meetings();
                true
            };
            if followed {
                self.open = Some(open);
            }
        }
        Ok(())
    }

    /// The word for a deed, for telling what was undone.
    pub fn deed_in_words(&self, op: Op) -> String {
        self.knowledge
            .messages
            .text(&format!("op_{}", op.as_str()), &[])
    }
}
