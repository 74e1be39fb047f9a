//! A real input method and real keys: IBus with Unikey on a session bus of its own, keys through the X server.
//! The driver's keys go past the input method, so they cannot show what a Vietnamese keyboard does.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::{Bench, run};

/// How keys become letters.
#[derive(Clone, Copy)]
pub enum Keys {
    /// Marks are letters: `Nguyeexn`.
    Telex,
    /// Marks are figures: `Nguye64n`.
    Vni,
}

/// The bus and the input method, until they are dropped.
pub struct InputMethod {
    bus: Child,
    ibus: Child,
    env: Vec<(&'static str, String)>,
}

impl InputMethod {
    /// Starts them and chooses Unikey.
    pub fn start(bench: &Bench, keys: Keys) -> Self {
        let home = bench.folder("bộ gõ");
        let config = home.join("glib-2.0/settings");
        fs::create_dir_all(&config).unwrap();
        let name = match keys {
            Keys::Telex => "telex",
            Keys::Vni => "vni",
        };
        let settings = format!("[org/freedesktop/ibus/engine/unikey]\ninput-method='{name}'\n");
        fs::write(config.join("keyfile"), settings).unwrap();
        fs::set_permissions(&home, PermissionsExt::from_mode(0o700)).unwrap();

        let mut bus = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address"])
            .process_group(0)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon (Debian: dbus)");
        let mut address = String::new();
        BufReader::new(bus.stdout.as_mut().unwrap())
            .read_line(&mut address)
            .unwrap();
        let own = |folder: &PathBuf| folder.display().to_string();
        let env = vec![
            ("DBUS_SESSION_BUS_ADDRESS", address.trim().to_owned()),
            ("GTK_IM_MODULE", "ibus".to_owned()),
            ("GSETTINGS_BACKEND", "keyfile".to_owned()),
            ("XDG_CONFIG_HOME", own(&home)),
            ("XDG_CACHE_HOME", own(&home)),
            ("XDG_RUNTIME_DIR", own(&home)),
        ];
        let ibus = Command::new("ibus-daemon")
            .args(["--panel", "disable", "--emoji-extension", "disable"])
            .envs(env.clone())
            .process_group(0)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("ibus-daemon (Debian: ibus, ibus-unikey)");
        let method = Self { bus, ibus, env };
        let begun = Instant::now();
        // It fails to load a keyboard of its own under Xvfb, and chooses the engine all the same.
        while {
            method.ibus(&["engine", "Unikey"]);
            !method.ibus(&["engine"]).contains("Unikey")
        } {
            assert!(
                begun.elapsed() < Duration::from_secs(15),
                "IBus does not answer"
            );
            thread::sleep(Duration::from_millis(100));
        }
        method
    }

    fn ibus(&self, args: &[&str]) -> String {
        let answer = Command::new("ibus")
            .args(args)
            .envs(self.env.clone())
            .output()
            .unwrap();
        String::from_utf8_lossy(&answer.stdout).into_owned()
    }

    /// What the window needs in order to find it.
    pub(crate) fn env(&self) -> Vec<(&'static str, String)> {
        // The window has its settings elsewhere, where it would look for the address in vain.
        let address = self.ibus(&["address"]).trim().to_owned();
        let mut env = self.env[..2].to_vec();
        env.push(("IBUS_ADDRESS", address));
        env
    }
}

impl Drop for InputMethod {
    fn drop(&mut self) {
        for child in [&mut self.ibus, &mut self.bus] {
            let group = format!("-{}", child.id());
            let _ = Command::new("kill").args(["-9", "--", &group]).status();
            let _ = child.wait();
        }
    }
}

/// Presses keys of a plain keyboard one after another, as `xdotool` names them.
pub fn strike(keys: &[&str]) {
    run(Command::new("xdotool")
        .args(["key", "--delay", "30"])
        .args(keys));
}

/// Gives the window the keyboard: without a window manager nobody else does.
pub fn take_the_keyboard() {
    run(Command::new("xdotool").args(["windowfocus", "--sync", &window()]));
}

/// The program's window, as the X server counts windows.
pub(crate) fn window() -> String {
    let title = "Trạm số hóa hộ tịch";
    let found = run(Command::new("xdotool").args(["search", "--onlyvisible", "--name", title]));
    found.lines().next().unwrap().to_owned()
}
