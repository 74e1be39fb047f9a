//! Every sentence a person reads, by stable code, from `assets/messages`.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The sentences of one language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Messages {
    #[serde(skip)]
    rule: BTreeMap<String, BTreeMap<String, String>>,
    error: BTreeMap<String, String>,
    text: BTreeMap<String, String>,
}

impl Messages {
    /// The Vietnamese sentences this program was built with.
    ///
    /// # Errors
    /// Never with the file of a tested build.
    pub fn vietnamese() -> Result<Self, String> {
        let mut messages: Self = toml::from_str(include_str!("../../../assets/messages/vi.toml"))
            .map_err(|e| e.to_string())?;
        messages.rule = toml::from_str(include_str!("../../../assets/messages/rules.toml"))
            .map_err(|e| e.to_string())?;
        Ok(messages)
    }

    /// A sentence of a rule: `title`, `what`, `message`, `why` or `todo`.
    #[must_use]
    pub fn rule(&self, rule: &str, part: &str, args: &[(&str, String)]) -> String {
        let sentence = self.rule.get(rule).and_then(|parts| parts.get(part));
        sentence.map_or_else(
            || format!("{rule}.{part}"),
            |sentence| filled(sentence, args),
        )
    }

    /// The sentence for an error code.
    #[must_use]
    pub fn error(&self, code: &str, args: &[(&str, String)]) -> String {
        self.error
            .get(code)
            .map_or_else(|| code.to_owned(), |sentence| filled(sentence, args))
    }

    /// Any other sentence.
    #[must_use]
    pub fn text(&self, code: &str, args: &[(&str, String)]) -> String {
        self.text
            .get(code)
            .map_or_else(|| code.to_owned(), |sentence| filled(sentence, args))
    }

    /// Whether there is a sentence for that error code.
    #[must_use]
    pub fn has_error(&self, code: &str) -> bool {
        self.error.contains_key(code)
    }

    /// The parts a rule has sentences for.
    #[must_use]
    pub fn rule_parts(&self, rule: &str) -> Vec<&str> {
        self.rule
            .get(rule)
            .map(|parts| parts.keys().map(String::as_str).collect())
            .unwrap_or_default()
    }

    /// The rules that have sentences.
    pub fn rules(&self) -> impl Iterator<Item = &str> {
        self.rule.keys().map(String::as_str)
    }
}

/// Fills `{name}` in one pass, so that what a person typed is never read as a placeholder.
fn filled(sentence: &str, args: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(sentence.len() + 32);
    let mut rest = sentence;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let tail = &rest[open..];
        match tail.find('}').and_then(|close| {
            Some((
                close,
                args.iter().find(|(name, _)| *name == &tail[1..close])?,
            ))
        }) {
            Some((close, (_, value))) => {
                out.push_str(value);
                rest = &tail[close + 1..];
            }
            None => {
                out.push('{');
                rest = &tail[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_once() {
        let args = [
            ("value", "{known}".to_owned()),
            ("known", "1 Nam".to_owned()),
        ];
        assert_eq!(
            filled("“{value}”: {known} {other} {", &args),
            "“{known}”: 1 Nam {other} {"
        );
    }

    #[test]
    fn every_rule_has_its_sentences_and_no_sentence_is_left_over() {
        let messages = Messages::vietnamese().unwrap();
        for rule in crate::rules::ALL {
            assert_eq!(
                messages.rule_parts(rule.name),
                ["message", "title", "todo", "what", "why"],
                "{}",
                rule.name
            );
        }
        assert!(
            messages
                .rules()
                .all(|name| crate::rules::find(name).is_some())
        );
    }
}
