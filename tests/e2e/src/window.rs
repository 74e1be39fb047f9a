//! The window as a person has it: keys, clicks, what stands on the screen.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use fantoccini::actions::{
    InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
};
use fantoccini::error::CmdError;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::driver::Driver;
use crate::{Bench, artefacts, program, run};

/// How long anything may take to show up on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// See the module.
pub struct Window {
    client: Client,
    journey: &'static str,
    pictures: PathBuf,
    log: PathBuf,
    // Dropped last of all: it takes the program with it.
    driver: Driver,
}

impl Window {
    pub(crate) async fn open(bench: &Bench, env: &[(&'static str, String)]) -> Self {
        let driver = Driver::start(bench, env);
        let wanted = json!({
            "webkitgtk:browserOptions": {"binary": program("tram-so-hoa"), "args": []}
        });
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted.as_object().unwrap().clone())
            .connect(&format!("http://127.0.0.1:{}", driver.port))
            .await
            .expect("the window opens");
        let window = Self {
            client,
            journey: bench.name,
            pictures: artefacts(),
            log: bench.path("driver.log"),
            driver,
        };
        window
            .until(
                "the first screen",
                "return !!document.querySelector('main')",
            )
            .await;
        window
    }

    /// Asks the page.
    pub async fn ask(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    /// Asks the page something it answers later, through the function that is its last argument.
    pub async fn ask_later(&self, script: &str) -> Value {
        self.client.execute_async(script, Vec::new()).await.unwrap()
    }

    /// Waits until the page says yes.
    pub async fn until(&self, what: &str, script: &str) -> Value {
        let begun = Instant::now();
        loop {
            let said = self.ask(script).await;
            if !matches!(&said, Value::Null | Value::Bool(false)) && said != "" {
                return said;
            }
            if begun.elapsed() > PATIENCE {
                self.picture("failed").await;
                let shown = self.ask("return document.body.innerText").await;
                let log = fs::read_to_string(&self.log).unwrap_or_default();
                panic!(
                    "waited in vain for: {what}\n{}\n{log}",
                    shown.as_str().unwrap_or_default()
                );
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }

    /// Waits until these words stand on the screen.
    pub async fn until_words(&self, words: &str) {
        let quoted = Value::from(words);
        let script = format!("return document.body.innerText.includes({quoted})");
        self.until(words, &script).await;
    }

    /// Clicks what the selector names, once it is there and may be clicked.
    pub async fn click(&self, selector: &str) {
        let quoted = Value::from(selector);
        let script = format!(
            "const e = document.querySelector({quoted}); return !!e && !e.disabled && e.getClientRects().length > 0"
        );
        self.until(&format!("{selector} to click"), &script).await;
        let element = self.client.find(Locator::Css(selector)).await.unwrap();
        let scale = self.scale().await;
        if scale == 1.0 {
            element.click().await.unwrap();
            return;
        }
        let script = format!(
            "const e = document.querySelector({quoted}); e.scrollIntoView({{ block: 'nearest', inline: 'nearest' }});
             const r = e.getBoundingClientRect(); return [(r.left + r.right) / 2, (r.top + r.bottom) / 2]"
        );
        let at = self.ask(&script).await;
        self.click_at((at[0].as_f64().unwrap(), at[1].as_f64().unwrap()))
            .await;
    }

    /// Clicks a point of the window.
    pub async fn click_at(&self, (x, y): (f64, f64)) {
        let scale = self.scale().await;
        let button = MOUSE_BUTTON_LEFT;
        let actions = MouseActions::new("mouse".into())
            .then(PointerAction::MoveTo {
                duration: None,
                x: x * scale,
                y: y * scale,
            })
            .then(PointerAction::Down { button })
            .then(PointerAction::Up { button });
        self.client.perform_actions(actions).await.unwrap();
    }

    /// How many times as large everything is drawn. WebKit's driver counts places on the screen in pixels of
    /// the ordinary size, and clicks beside an enlarged element.
    async fn scale(&self) -> f64 {
        let wide = self.ask("return outerWidth / innerWidth").await;
        (wide.as_f64().unwrap() * 100.0).round() / 100.0
    }

    /// Types into what the selector names, in place of what it holds.
    pub async fn fill(&self, selector: &str, text: &str) {
        self.click(selector).await;
        let element = self.client.find(Locator::Css(selector)).await.unwrap();
        element.clear().await.unwrap();
        element.send_keys(text).await.unwrap();
    }

    /// Types where the cursor is.
    pub async fn type_text(&self, text: &str) {
        let element = self.client.active_element().await.unwrap();
        element.send_keys(text).await.unwrap();
    }

    /// Presses keys together, the last one while the ones before are held.
    pub async fn press(&self, keys: &[char]) {
        self.pressed(keys).await.unwrap();
    }

    /// Presses keys that close the window they are pressed in: it may be gone before they are let go of.
    pub async fn press_to_close(&self, keys: &[char]) {
        match self.pressed(keys).await {
            Err(error) if error.is_no_such_window() => {}
            done => done.unwrap(),
        }
    }

    async fn pressed(&self, keys: &[char]) -> Result<(), CmdError> {
        let mut actions = KeyActions::new("keyboard".into());
        for &value in keys {
            actions = actions.then(KeyAction::Down { value });
        }
        for &value in keys.iter().rev() {
            actions = actions.then(KeyAction::Up { value });
        }
        self.client.perform_actions(actions).await
    }

    /// Presses one named key.
    pub async fn key(&self, key: Key) {
        self.press(&[key.into()]).await;
    }

    /// Drags with the mouse, from one point of the window to another.
    pub async fn drag(&self, from: (f64, f64), to: (f64, f64)) {
        let scale = self.scale().await;
        let move_to = |(x, y): (f64, f64)| PointerAction::MoveTo {
            duration: Some(Duration::from_millis(60)),
            x: x * scale,
            y: y * scale,
        };
        let button = MOUSE_BUTTON_LEFT;
        let half = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
        let actions = MouseActions::new("mouse".into())
            .then(move_to(from))
            .then(PointerAction::Down { button })
            .then(move_to(half))
            .then(move_to(to))
            .then(PointerAction::Up { button });
        self.client.perform_actions(actions).await.unwrap();
    }

    /// The field the cursor is in.
    pub async fn field(&self) -> String {
        let id = self.ask("return document.activeElement?.id ?? ''").await;
        id.as_str()
            .unwrap()
            .strip_prefix("f-")
            .unwrap_or_default()
            .to_owned()
    }

    /// Waits until the cursor is in that field.
    pub async fn until_field(&self, column: &str) {
        let script = format!("return document.activeElement?.id === 'f-{column}'");
        self.until(&format!("the cursor in {column}"), &script)
            .await;
    }

    /// What a field holds on the screen.
    pub async fn value(&self, column: &str) -> String {
        let script = format!("return document.getElementById('f-{column}')?.value ?? ''");
        self.ask(&script).await.as_str().unwrap().to_owned()
    }

    /// Goes on with Enter, as keyers do, until the cursor is in that field.
    pub async fn walk_to(&self, column: &str) {
        for _ in 0..80 {
            let at = self.field().await;
            if at == column {
                return;
            }
            assert!(
                !at.is_empty(),
                "the cursor is in no field on the way to {column}"
            );
            self.key(Key::Enter).await;
        }
        panic!("{column} was never reached");
    }

    /// Types a case: from field to field by Enter, each in the order given.
    pub async fn type_case(&self, values: &[(&str, &str)]) {
        for (column, text) in values {
            self.walk_to(column).await;
            self.type_text(text).await;
        }
    }

    /// The words of every finding told at a field.
    pub async fn told(&self, column: &str) -> String {
        let script = format!(
            "return [...document.querySelectorAll('[data-field=\"{column}\"] .message')].map(e => e.innerText).join(' | ')"
        );
        self.ask(&script).await.as_str().unwrap().to_owned()
    }

    /// Waits until a picture of the page stands there, drawn.
    pub async fn until_picture(&self) {
        self.until(
            "the picture of the page",
            "const i = document.querySelector('.paper img'); return !!i && i.complete && i.naturalWidth > 0 && !document.querySelector('.opening')",
        )
        .await;
    }

    /// How many windows of the program there are.
    pub async fn windows(&self) -> usize {
        self.client.windows().await.unwrap().len()
    }

    /// Waits until there are that many windows.
    pub async fn until_windows(&self, count: usize) {
        let begun = Instant::now();
        while self.windows().await != count {
            assert!(
                begun.elapsed() < PATIENCE,
                "waited in vain for {count} windows"
            );
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }

    /// Goes on in the window of which the page says yes.
    pub async fn go_to(&self, what: &str, script: &str) {
        let begun = Instant::now();
        loop {
            for handle in self.client.windows().await.unwrap() {
                self.client.switch_to_window(handle).await.unwrap();
                if self.ask(script).await == Value::Bool(true) {
                    return;
                }
            }
            assert!(begun.elapsed() < PATIENCE, "no window is {what}");
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }

    /// Keeps what the window shows as `<journey>-<name>.png`.
    pub async fn picture(&self, name: &str) -> PathBuf {
        self.painted().await;
        let file = self.pictures.join(format!("{}-{name}.png", self.journey));
        // What stands on the screen; the driver's own picture waits for a graphics card that a
        // window without one never uses.
        run(Command::new("import").args(["-window", "root"]).arg(&file));
        file
    }

    /// Waits until letters and pictures are there and the screen has been drawn.
    async fn painted(&self) {
        let script = "
            const done = arguments[arguments.length - 1];
            const drawn = () => requestAnimationFrame(() => requestAnimationFrame(() => done(true)));
            const pictures = [...document.images].map((one) => one.decode().catch(() => null));
            const late = new Promise((resolve) => setTimeout(resolve, 1500));
            Promise.race([Promise.all([document.fonts.ready, ...pictures]), late]).then(drawn);";
        self.ask_later(script).await;
    }

    /// Stops the program and its web view for a while, as a machine that sleeps does.
    pub fn sleep(&self, time: Duration) {
        self.driver.signal("-STOP");
        std::thread::sleep(time);
        self.driver.signal("-CONT");
    }

    /// Asks the window to close, as its cross does.
    pub fn ask_to_close(&self) {
        run(Command::new("/usr/bin/python3")
            .args(["-c", include_str!("close.py")])
            .arg(crate::ime::window()));
    }

    /// Kills the program where it stands, as a power cut would.
    pub fn kill(self) {}

    /// Nothing may have gone wrong unseen.
    pub async fn no_errors(&self) {
        let errors = self
            .ask("return window.__errors ?? ['nobody was watching']")
            .await;
        assert_eq!(errors, json!([]), "errors in the page");
    }

    /// The journey is over.
    pub async fn end(self) {
        self.no_errors().await;
        self.client.clone().close().await.unwrap();
    }

    /// Closes the window the way the program does once all is safe, and waits until no other is left either.
    pub async fn close_to_the_end(self) {
        self.no_errors().await;
        // The driver may hear no answer of a page that is gone.
        let close = "window.__TAURI_INTERNALS__.invoke('plugin:window|destroy', { label: 'main' })";
        let _ = self.client.execute(close, Vec::new()).await;
        let begun = Instant::now();
        while self
            .client
            .windows()
            .await
            .is_ok_and(|left| !left.is_empty())
        {
            assert!(begun.elapsed() < PATIENCE, "a window is left");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}
