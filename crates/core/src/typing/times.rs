//! Times in few digits: `830`, `8.30`, `8h30`, written out as this book writes them.

/// The time that was typed in short, in the form of those before. `None` when it is no time, or no form is known:
/// how a ledger writes its times nobody can guess.
#[must_use]
pub fn time_from_short<'a>(typed: &str, like: impl Iterator<Item = &'a str>) -> Option<String> {
    let (hour, minute) = read(typed)?;
    let forms: Vec<[&str; 5]> = like.filter_map(form).collect();
    let [before, _, between, _, after] = forms.first()?;
    // Only a number below ten shows whether a zero stands before it.
    let width = |part: usize| {
        let shows = |form: &&[&str; 5]| form[part].len() == 1 || form[part].starts_with('0');
        forms.iter().find(shows).map_or(2, |form| form[part].len())
    };
    let (hours, minutes) = (width(1), width(3));
    let time = format!("{hour:0hours$}{between}{minute:0minutes$}");
    Some(format!("{before}{time}{after}"))
}

/// Hour and minute of what was typed.
fn read(typed: &str) -> Option<(u8, u8)> {
    let pieces: Vec<&str> = typed
        .split(['.', ':', 'h', 'g', ' ', ','])
        .filter(|piece| !piece.is_empty())
        .collect();
    let digits = |text: &str| text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
    let (hour, minute) = match pieces.as_slice() {
        [hour, minute] if hour.len() <= 2 && minute.len() == 2 => (*hour, *minute),
        [both] if both.len() >= 3 && digits(both) => both.split_at(both.len() - 2),
        _ => return None,
    };
    let number = |text: &str| digits(text).then(|| text.parse::<u8>().ok())?;
    let (hour, minute) = (number(hour)?, number(minute)?);
    (hour < 24 && minute < 60).then_some((hour, minute))
}

/// A time in its parts: the two numbers, and what stands around them.
fn form(like: &str) -> Option<[&str; 5]> {
    let digit = |c: char| c.is_ascii_digit();
    let start = like.find(digit)?;
    let (before, rest) = like.split_at(start);
    let (hours, rest) = rest.split_at(rest.find(|c| !digit(c))?);
    let (between, rest) = rest.split_at(rest.find(digit)?);
    let (minutes, after) = rest.split_at(rest.find(|c| !digit(c)).unwrap_or(rest.len()));
    let times = (1..=2).contains(&hours.len()) && (1..=2).contains(&minutes.len());
    (times && !after.contains(digit)).then_some([before, hours, between, minutes, after])
}
