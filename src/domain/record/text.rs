//! Text and maps as a careful reader takes them: no nulls, no empty text, no key twice.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use indexmap::IndexMap;
use indexmap::map::Entry;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::{Serialize, Serializer};

/// Text that is never empty: a [`document`] reads it with [`required`].
pub(crate) type Text = String;

/// A value whose key may be left out of a [`document`], and is where the value is empty.
pub(crate) type OrEmpty<T> = T;

/// Makes a type one mapping of a file that people write: a key that is not known is refused, one without
/// a value is not written, and a [`Text`] is never empty.
macro_rules! document {
    ($($item:tt)*) => {
        #[serde_with::apply(
            Text => #[serde(deserialize_with = "crate::domain::record::text::required")],
            Option<Text> => #[serde(deserialize_with = "crate::domain::record::text::optional")],
            Option => #[serde(default, skip_serializing_if = "Option::is_none")],
            OrEmpty => #[serde(default, skip_serializing_if = "crate::domain::record::text::is_empty")],
        )]
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields)]
        $($item)*
    };
}
pub(crate) use document;

/// Whether a value need not be written.
pub(crate) fn is_empty<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A text that is quoted to somebody, no longer than it is read: its two ends.
pub(crate) fn abridged(text: &str) -> Cow<'_, str> {
    const EACH: usize = 300;
    let mut letters = text.char_indices().map(|(at, _)| at);
    let Some(first) = letters
        .nth(EACH)
        .filter(|_| text.chars().count() > 2 * EACH)
    else {
        return Cow::Borrowed(text);
    };
    let last = text.char_indices().rev().nth(EACH - 1);
    let last = last.map_or(text.len(), |(at, _)| at);
    Cow::Owned(format!("{} \u{2026} {}", &text[..first], &text[last..]))
}

/// Reads text, numbers written without quotes included; refuses a value that is missing.
pub(crate) fn required<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    struct Plain;
    impl Visitor<'_> for Plain {
        type Value = String;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("text")
        }
        fn visit_str<E: de::Error>(self, text: &str) -> Result<String, E> {
            if text.is_empty() {
                Err(E::custom(
                    "the text is empty: add a value or remove the key",
                ))
            } else {
                Ok(text.to_owned())
            }
        }
    }
    deserializer.deserialize_str(Plain)
}

/// As [`required`], for a key that may be left out altogether.
pub(crate) fn optional<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    required(deserializer).map(Some)
}

/// Reads the version of a file format. What a newer program wrote is refused: this one would drop what
/// it does not know.
pub(crate) fn version<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let version = u32::deserialize(deserializer)?;
    if version == super::SCHEMA {
        Ok(version)
    } else {
        Err(de::Error::custom(format!(
            "this version of inc supports version {} of the format, not {version}",
            super::SCHEMA
        )))
    }
}

/// A mapping in written order that refuses a key given twice.
///
/// serde's own maps keep the last of two equal keys without a word, which would lose a fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Map<V>(IndexMap<String, V>);

impl<V> Map<V> {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn get(&self, key: &str) -> Option<&V> {
        self.0.get(key)
    }

    pub fn get_mut(&mut self, key: &str) -> Option<&mut V> {
        self.0.get_mut(key)
    }

    pub fn contains_key(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    pub fn insert(&mut self, key: impl Into<String>, value: V) -> Option<V> {
        self.0.insert(key.into(), value)
    }

    /// Takes a key out; the others keep their order.
    pub fn remove(&mut self, key: &str) -> Option<V> {
        self.0.shift_remove(key)
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &V)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl<V: Default> Map<V> {
    /// The value under a key, made if there is none yet.
    pub fn entry(&mut self, key: &str) -> &mut V {
        self.0.entry(key.to_owned()).or_default()
    }
}

impl<V> Default for Map<V> {
    fn default() -> Self {
        Map(IndexMap::new())
    }
}

impl<V> FromIterator<(String, V)> for Map<V> {
    fn from_iter<I: IntoIterator<Item = (String, V)>>(items: I) -> Self {
        Map(items.into_iter().collect())
    }
}

impl<V: Serialize> Serialize for Map<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Map<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Strict<V>(PhantomData<V>);
        impl<'de, V: Deserialize<'de>> Visitor<'de> for Strict<V> {
            type Value = Map<V>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a mapping")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Map<V>, A::Error> {
                let mut map = IndexMap::new();
                while let Some(key) = access.next_key::<String>()? {
                    match map.entry(key) {
                        Entry::Occupied(taken) => {
                            return Err(de::Error::custom(format!(
                                "the key `{}` is given twice",
                                taken.key()
                            )));
                        }
                        Entry::Vacant(free) => {
                            free.insert(access.next_value()?);
                        }
                    }
                }
                Ok(Map(map))
            }
        }
        deserializer.deserialize_map(Strict(PhantomData))
    }
}

impl<V: JsonSchema> JsonSchema for Map<V> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        <IndexMap<String, V>>::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        <IndexMap<String, V>>::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_given_twice_is_refused() {
        let twice = serde_yaml::from_str::<Map<String>>("a: 1\nb: 2\na: 3\n");
        assert!(twice.is_err_and(|error| error.to_string().contains("`a` is given twice")));
        let once = serde_yaml::from_str::<Map<String>>("b: x\na: y\n").expect("two keys");
        assert_eq!(once.keys().collect::<Vec<_>>(), ["b", "a"]);
    }
}
