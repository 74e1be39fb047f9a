//! WebKit's driver, and through it the program. Both stand in one process group of their own: a
//! driver killed alone would leave the program holding the pipes, and the test run would hang.

use std::fs::File;
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::Bench;

pub struct Driver {
    child: Child,
    pub port: u16,
}

impl Driver {
    pub fn start(bench: &Bench, env: &[(&'static str, String)]) -> Self {
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let home = bench.folder("nhà");
        let child = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("MESA_SHADER_CACHE_DISABLE", "true")
            .current_dir(&bench.root)
            .env("SOHOA_WORKSPACE", &bench.workspace)
            .env("SOHOA_PICK_FILE", bench.path("hộp chọn.txt"))
            .envs(env.iter().cloned())
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(bench.path("driver.log")).unwrap())
            .spawn()
            .expect("WebKitWebDriver (Debian: webkit2gtk-driver)");
        let driver = Self { child, port };
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(
                begun.elapsed() < Duration::from_secs(15),
                "the driver does not answer"
            );
            thread::sleep(Duration::from_millis(20));
        }
        driver
    }

    /// Tells the driver, the program and its web view something at once.
    pub fn signal(&self, signal: &str) {
        let group = format!("-{}", self.child.id());
        // Nothing is left to do when it is gone already.
        let _ = Command::new("kill").args([signal, "--", &group]).status();
    }
}

impl Drop for Driver {
    /// The whole group at once, with no chance to tidy up: what `kill -9` does.
    fn drop(&mut self) {
        self.signal("-9");
        let _ = self.child.wait();
        // What is killed on a busy machine holds its files for a moment longer; the next one wants them.
        let group = self.child.id().to_string();
        let alive = || {
            let found = Command::new("pgrep")
                .args(["-g", &group, "-r", "D,R,S,T"])
                .stdout(Stdio::null())
                .status();
            found.is_ok_and(|status| status.success())
        };
        let begun = Instant::now();
        while alive() && begun.elapsed() < Duration::from_secs(10) {
            thread::sleep(Duration::from_millis(20));
        }
    }
}
