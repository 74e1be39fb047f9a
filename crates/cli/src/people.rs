//! Who works in the workspace, and working as somebody.

use std::io::IsTerminal;

use clap::{Subcommand, ValueEnum};
use serde_json::json;
use sohoa_core::people::{Role, same_name};
use sohoa_station::view::{NewPerson, PersonRow};
use sohoa_station::{Password, Station, StationError};

use crate::report::Outcome;
use crate::run::Result;

/// People. A password is never an argument: others on the machine can read those.
#[derive(Debug, Subcommand)]
pub enum PeopleCommand {
    /// Thêm người làm việc; mật khẩu lấy từ biến SOHOA_NEW_PASSWORD hoặc được hỏi.
    Add {
        /// Tên.
        name: String,
        /// Vai trò; nêu nhiều lần được.
        #[arg(long = "role", value_enum, required = true)]
        roles: Vec<RoleArg>,
    },
    /// Liệt kê người làm việc, cả người đã thôi.
    List,
    /// Đổi tên, vai trò, cho thôi hoặc cho làm lại.
    Change {
        /// Tên.
        name: String,
        /// Tên mới.
        #[arg(long = "name")]
        new_name: Option<String>,
        /// Các vai trò từ nay.
        #[arg(long = "role", value_enum)]
        roles: Vec<RoleArg>,
        /// Thôi làm việc trong kho này.
        #[arg(long, conflicts_with = "returns")]
        leaves: bool,
        /// Làm việc lại.
        #[arg(long)]
        returns: bool,
    },
    /// Đổi mật khẩu; mật khẩu mới lấy từ biến SOHOA_NEW_PASSWORD hoặc được hỏi.
    Password {
        /// Người được đặt lại mật khẩu; bỏ trống là chính mình.
        name: Option<String>,
    },
    /// Đặt lại mật khẩu đã quên bằng mã khôi phục, lấy từ biến SOHOA_RECOVERY hoặc được hỏi.
    Recover {
        /// Tên.
        name: String,
    },
    /// Sau bao nhiêu phút không có ai thì cửa sổ tự khóa.
    LockAfter {
        /// Số phút; 0 là không bao giờ.
        minutes: u32,
    },
}

/// What somebody is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RoleArg {
    /// Người chụp.
    Capturer,
    /// Người nhập.
    Keyer,
    /// Người soát.
    Checker,
    /// Người phụ trách.
    Supervisor,
    /// Quản trị.
    Administrator,
}

impl From<RoleArg> for Role {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::Capturer => Self::Capturer,
            RoleArg::Keyer => Self::Keyer,
            RoleArg::Checker => Self::Checker,
            RoleArg::Supervisor => Self::Supervisor,
            RoleArg::Administrator => Self::Administrator,
        }
    }
}

/// The password of whoever works.
const OWN: &str = "SOHOA_PASSWORD";
/// The one that somebody shall have.
const NEW: &str = "SOHOA_NEW_PASSWORD";
/// The code that replaces a forgotten one.
const CODE: &str = "SOHOA_RECOVERY";

/// What a variable holds, or what is typed without being shown.
fn secret(variables: &[&str], question: &str) -> Result<Password> {
    let known = variables.iter().find_map(|name| std::env::var(name).ok());
    if let Some(known) = known {
        return Ok(Password::new(&known));
    }
    if !std::io::stdin().is_terminal() {
        return Err(StationError::new("password_missing"));
    }
    rpassword::prompt_password(format!("{question}: "))
        .map(|typed| Password::new(&typed))
        .map_err(|_| StationError::new("password_missing"))
}

/// Signs in whoever the command is to work as.
pub fn enter(station: Station, who: Option<&str>) -> Result<Station> {
    if let Some(who) = who
        && station.who_is_here().accounts
    {
        let password = secret(&[OWN], &format!("Mật khẩu của {who}"))?;
        station.sign_in(who, &password)?;
    }
    Ok(station)
}

/// Sets a forgotten password anew.
pub fn recover(station: &Station, name: &str) -> Result<Outcome> {
    let code = secret(&[CODE], "Mã khôi phục")?;
    let password = secret(&[NEW], "Mật khẩu mới")?;
    let next = station.recover(name, &code, &password)?;
    Ok(Outcome {
        json: json!({ "recovery": next }),
        lines: vec![
            "Đã đặt mật khẩu mới.".into(),
            format!("Mã khôi phục mới, hãy in ra cất giữ: {next}"),
        ],
        found: false,
    })
}

/// Everything else about people.
pub fn people(station: &Station, asked: &PeopleCommand) -> Result<Outcome> {
    match asked {
        PeopleCommand::Add { name, roles } => add(station, name, roles),
        PeopleCommand::List => Ok(list(&station.staff()?)),
        PeopleCommand::Change {
            name,
            new_name,
            roles,
            leaves,
            returns,
        } => {
            let before = named(station, name)?;
            let to = NewPerson {
                name: new_name.clone().unwrap_or(before.name),
                roles: if roles.is_empty() {
                    before.roles
                } else {
                    meant(roles)
                },
            };
            let active = *returns || (before.active && !leaves);
            Ok(list(&[station.person_change(before.id, &to, active)?]))
        }
        PeopleCommand::Password { name } => {
            match name {
                Some(name) => {
                    let person = named(station, name)?;
                    let password = secret(&[NEW], &format!("Mật khẩu mới của {}", person.name))?;
                    station.password_set(person.id, &password)?;
                }
                None => {
                    if station.who_is_here().person.is_none() {
                        return Err(StationError::new("signed_out"));
                    }
                    let old = secret(&[OWN], "Mật khẩu đang dùng")?;
                    let password = secret(&[NEW], "Mật khẩu mới")?;
                    station.password_change(&old, &password)?;
                }
            }
            Ok(done("Đã đổi mật khẩu.".into(), json!({ "changed": true })))
        }
        PeopleCommand::LockAfter { minutes } => {
            let seconds = (*minutes > 0).then(|| minutes.saturating_mul(60));
            let here = station.keep_idle(seconds)?;
            let said = match here.idle {
                Some(_) => format!("Tự khóa sau {minutes} phút không có ai."),
                None => "Không bao giờ tự khóa.".into(),
            };
            Ok(done(said, json!({ "idle": here.idle })))
        }
        PeopleCommand::Recover { name } => recover(station, name),
    }
}

fn add(station: &Station, name: &str, roles: &[RoleArg]) -> Result<Outcome> {
    // The first one is whoever sits there.
    let variables: &[&str] = if station.who_is_here().accounts {
        // Whoever may not is told before being asked for anything.
        station.staff()?;
        &[NEW]
    } else {
        &[NEW, OWN]
    };
    let password = secret(variables, &format!("Mật khẩu của {name}"))?;
    let new = NewPerson {
        name: name.to_owned(),
        roles: meant(roles),
    };
    let added = station.person_add(&new, &password)?;
    let mut lines = vec![line(&added.person)];
    if let Some(code) = &added.recovery {
        lines.push(format!(
            "Mã khôi phục khi quên mật khẩu, chỉ hiện một lần, hãy in ra cất giữ: {code}"
        ));
    }
    if added.given {
        lines.push(format!(
            "Việc nơi khác đã giao cho “{}” nay là việc của người này. Nếu là hai người trùng tên: cho tài khoản này thôi làm việc, lập tài khoản khác tên.",
            added.person.name
        ));
    }
    Ok(Outcome {
        json: json!(added),
        lines,
        found: false,
    })
}

fn meant(roles: &[RoleArg]) -> Vec<Role> {
    roles.iter().map(|role| (*role).into()).collect()
}

fn named(station: &Station, name: &str) -> Result<PersonRow> {
    let mut all = station.staff()?.into_iter();
    all.find(|person| same_name(&person.name, name))
        .ok_or_else(|| StationError::new("unknown_person"))
}

fn line(person: &PersonRow) -> String {
    let roles: Vec<&str> = person.roles.iter().map(|role| role.as_str()).collect();
    let left = if person.active { "" } else { "  (đã thôi)" };
    format!("{:<28} {}{left}", person.name, roles.join(" "))
}

fn list(people: &[PersonRow]) -> Outcome {
    Outcome {
        json: json!({ "people": people }),
        lines: people.iter().map(line).collect(),
        found: false,
    }
}

fn done(said: String, json: serde_json::Value) -> Outcome {
    Outcome {
        json,
        lines: vec![said],
        found: false,
    }
}
