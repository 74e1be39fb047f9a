//! What the window holds: the knowledge the program was built with and, once one is open, the
//! workspace.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use sohoa_station::host::Machine;
use sohoa_station::view::{Problem, Start, WorkspaceInfo};
use sohoa_station::{Knowledge, Station, StationError, knowledge};
use tauri::{App, Manager};

/// The answer to a command.
pub type Answer<T> = Result<T, Problem>;

/// See the module.
pub struct Shell {
    knowledge: Arc<Knowledge>,
    /// The file that remembers which workspace was open last.
    remembered: PathBuf,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    station: Option<Arc<Station>>,
    problem: Option<Problem>,
}

impl Shell {
    /// Opens the workspace that `SOHOA_WORKSPACE` names, or else the one that was open last.
    ///
    /// # Errors
    /// Data files that do not hold together, or a machine without a folder for settings.
    pub fn set_up(app: &App) -> Result<(), Box<dyn std::error::Error>> {
        let shell = Self {
            knowledge: knowledge()?,
            remembered: app.path().app_config_dir()?.join("workspace.txt"),
            open: Mutex::default(),
        };
        let named = std::env::var_os("SOHOA_WORKSPACE").map(PathBuf::from);
        let last = || {
            fs::read_to_string(&shell.remembered)
                .ok()
                .map(|line| PathBuf::from(line.trim()))
        };
        if let Some(folder) = named.or_else(last)
            && let Err(problem) = shell.open(&folder)
        {
            shell.with_open(|open| open.problem = Some(problem));
        }
        app.manage(shell);
        Ok(())
    }

    /// What the interface asks for once.
    pub fn start(&self) -> Answer<Start> {
        let (station, problem) =
            self.with_open(|open| (open.station.clone(), open.problem.clone()));
        let info = station
            .map(|station| station.info())
            .transpose()
            .map_err(|error| self.problem(&error))?;
        Ok(self.knowledge.start(info, problem))
    }

    /// Makes a workspace and works in it from now on.
    pub fn create(&self, folder: &Path, place: &str) -> Answer<WorkspaceInfo> {
        self.work_in(folder, || {
            Station::create(folder, place, self.knowledge.clone(), Arc::new(Machine))
        })
    }

    /// Opens a workspace and works in it from now on.
    pub fn open(&self, folder: &Path) -> Answer<WorkspaceInfo> {
        self.work_in(folder, || {
            Station::open(folder, self.knowledge.clone(), Arc::new(Machine))
        })
    }

    fn work_in(
        &self,
        folder: &Path,
        open: impl FnOnce() -> Result<Station, StationError>,
    ) -> Answer<WorkspaceInfo> {
        // Let go of the one that is open first: it may be the same folder, and it holds a lock.
        self.with_open(|open| {
            if let Some(station) = open.station.take() {
                station.watch_end();
            }
        });
        let station = Arc::new(open().map_err(|error| self.problem(&error))?);
        let info = station.info().map_err(|error| self.problem(&error))?;
        station.watch_again();
        station.index_in_background();
        station.learn_in_background();
        self.with_open(|open| {
            *open = Open {
                station: Some(station),
                problem: None,
            }
        });
        self.remember(folder);
        Ok(info)
    }

    /// Remembering is a comfort: failing at it must not keep anybody from working.
    fn remember(&self, folder: &Path) {
        let written = self
            .remembered
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&self.remembered, folder.display().to_string()));
        if let Err(error) = written {
            eprintln!("workspace not remembered: {error}");
        }
    }

    /// The workspace that is open.
    pub fn station(&self) -> Answer<Arc<Station>> {
        self.with_open(|open| open.station.clone())
            .ok_or_else(|| self.problem(&StationError::new("no_workspace")))
    }

    /// Does one thing at the station.
    pub fn at<T>(&self, work: impl FnOnce(&Arc<Station>) -> Result<T, StationError>) -> Answer<T> {
        work(&self.station()?).map_err(|error| self.problem(&error))
    }

    /// The sentence for a refusal.
    pub fn problem(&self, error: &StationError) -> Problem {
        error.problem(&self.knowledge.messages)
    }

    fn with_open<T>(&self, look: impl FnOnce(&mut Open) -> T) -> T {
        look(&mut self.open.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
