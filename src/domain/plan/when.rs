//! `when:`, the one way in which anything in a plan applies only sometimes.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::domain::record::{Map, Record};

/// Field to allowed values; all fields must hold. No expression language: every name in it can be
/// checked when the plan is read.
///
/// A field is a fact, `type`, `security`, `environment` or `severity`. A fact that has not been
/// asked holds no value, so it matches nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct When(pub Map<Vec<Word>>);

/// A value in a `when:`; `true` and `false` need no quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word(pub String);

/// What a `when:` is judged against.
pub trait Facts {
    /// The value of a field, where it has one.
    fn field(&self, name: &str) -> Option<&str>;
}

/// A record as a `when:` sees it; whether its type is a security type only the plan knows.
pub(crate) struct RecordFacts<'a> {
    pub record: &'a Record,
    pub security: bool,
    /// The record's own, or another one to ask what would hold then.
    pub severity: &'a str,
}

/// A type as a `when:` sees it, before there is a record.
pub(crate) struct TypeFacts<'a> {
    pub kind: &'a str,
    pub security: bool,
}

impl Facts for TypeFacts<'_> {
    fn field(&self, name: &str) -> Option<&str> {
        match name {
            "type" => Some(self.kind),
            "security" => Some(truth(self.security)),
            _ => None,
        }
    }
}

fn truth(holds: bool) -> &'static str {
    if holds { "true" } else { "false" }
}

impl When {
    pub const FIELDS: [&'static str; 4] = ["type", "security", "environment", "severity"];

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn holds(&self, facts: &impl Facts) -> bool {
        self.0.iter().all(|(field, allowed)| {
            facts
                .field(field)
                .is_some_and(|value| allowed.iter().any(|word| word.0 == value))
        })
    }

    /// The facts it hangs on.
    pub fn facts(&self) -> impl Iterator<Item = &str> {
        self.0.keys().filter(|field| !Self::FIELDS.contains(field))
    }
}

impl Facts for RecordFacts<'_> {
    fn field(&self, name: &str) -> Option<&str> {
        match name {
            "type" => Some(&self.record.kind),
            "security" => Some(truth(self.security)),
            "environment" => self.record.environment.as_deref(),
            "severity" => Some(self.severity),
            fact => self.record.answer(fact),
        }
    }
}

impl Serialize for Word {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_str() {
            "true" => serializer.serialize_bool(true),
            "false" => serializer.serialize_bool(false),
            word => serializer.serialize_str(word),
        }
    }
}

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Scalar;
        impl de::Visitor<'_> for Scalar {
            type Value = Word;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a word")
            }
            fn visit_bool<E: de::Error>(self, value: bool) -> Result<Word, E> {
                Ok(Word(value.to_string()))
            }
            fn visit_str<E: de::Error>(self, value: &str) -> Result<Word, E> {
                Ok(Word(value.to_owned()))
            }
        }
        deserializer.deserialize_any(Scalar)
    }
}

impl JsonSchema for Word {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Word".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "boolean"]})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Answers(&'static [(&'static str, &'static str)]);
    impl Facts for Answers {
        fn field(&self, name: &str) -> Option<&str> {
            self.0
                .iter()
                .find(|(field, _)| *field == name)
                .map(|(_, value)| *value)
        }
    }

    #[test]
    fn every_field_must_hold_and_an_absent_fact_holds_nothing() {
        let when: When = serde_yaml::from_str(
            "{data-exposure: [personal-data, under-review], security: [true]}",
        )
        .expect("a when");
        let table: [(&'static [(&str, &str)], bool); 4] = [
            (
                &[("data-exposure", "personal-data"), ("security", "true")],
                true,
            ),
            (&[("data-exposure", "none"), ("security", "true")], false),
            (
                &[("data-exposure", "personal-data"), ("security", "false")],
                false,
            ),
            (&[("security", "true")], false),
        ];
        for (answers, holds) in table {
            assert_eq!(when.holds(&Answers(answers)), holds, "{answers:?}");
        }
        assert!(When::default().holds(&Answers(&[])));
        assert_eq!(when.facts().collect::<Vec<_>>(), ["data-exposure"]);
    }
}
