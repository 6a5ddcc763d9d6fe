//! GitHub's expressions, as far as the recipes use them: names, texts, `!`, `==`, `!=`, `&&`, `||`
//! and functions without arguments. Anything else is an error, and not a wrong answer.

use std::collections::BTreeMap;

/// Every name that has a value. A name that has none is nothing, as it is at GitHub.
pub type Names = BTreeMap<String, String>;

/// What an expression comes to. Truth is `true`, and nothing is the empty text.
pub fn evaluate(expression: &str, names: &Names) -> String {
    let expression = expression.trim();
    let inner = expression
        .strip_prefix("${{")
        .and_then(|rest| rest.strip_suffix("}}"));
    let mut reader = Reader {
        rest: inner.unwrap_or(expression).trim(),
        names,
    };
    let value = reader.any();
    assert_eq!(reader.rest, "", "not understood in {expression}");
    value
}

/// A text with the expressions in it filled in.
pub fn filled(text: &str, names: &Names) -> String {
    let mut done = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${{") {
        let (inner, after) = after.split_once("}}").expect("an end");
        done.push_str(before);
        done.push_str(&evaluate(inner, names));
        rest = after;
    }
    done + rest
}

struct Reader<'a> {
    rest: &'a str,
    names: &'a Names,
}

fn truth(is: bool) -> String {
    if is { "true".to_owned() } else { String::new() }
}

impl Reader<'_> {
    fn takes(&mut self, sign: &str) -> bool {
        let rest = self.rest.strip_prefix(sign);
        if let Some(rest) = rest {
            self.rest = rest.trim_start();
        }
        rest.is_some()
    }

    fn any(&mut self) -> String {
        let mut value = self.all();
        while self.takes("||") {
            let other = self.all();
            value = if value.is_empty() { other } else { value };
        }
        value
    }

    fn all(&mut self) -> String {
        let mut value = self.compared();
        while self.takes("&&") {
            let other = self.compared();
            value = if value.is_empty() { value } else { other };
        }
        value
    }

    fn compared(&mut self) -> String {
        let value = self.one();
        if self.takes("==") {
            return truth(value == self.one());
        }
        if self.takes("!=") {
            return truth(value != self.one());
        }
        value
    }

    fn one(&mut self) -> String {
        if self.takes("!") {
            return truth(self.one().is_empty());
        }
        if self.takes("'") {
            let (text, rest) = self.rest.split_once('\'').expect("the end of a text");
            self.rest = rest.trim_start();
            return text.to_owned();
        }
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || "._-()".contains(letter);
        let end = self.rest.find(|letter| !is_name(letter));
        let (name, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        assert!(!name.is_empty(), "a name is missing: {}", self.rest);
        self.rest = rest.trim_start();
        match (name, self.names.get(name)) {
            (_, Some(value)) => value.clone(),
            (name, None) => {
                assert!(!name.contains('('), "no such function: {name}");
                String::new()
            }
        }
    }
}

#[test]
fn expressions_come_to_what_they_do_at_github() {
    let names: Names = [("a.b", "x"), ("yes()", "true"), ("no()", "")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
    for (expression, expected) in [
        ("a.b", "x"),
        ("${{ a.b }}", "x"),
        ("a.b == 'x'", "true"),
        ("a.b != 'x' || yes()", "true"),
        ("!no() && a.b == 'x' && c.d == ''", "true"),
        ("!no() && a.b == 'y'", ""),
        ("!a.b", ""),
        ("c.d || 'else'", "else"),
    ] {
        assert_eq!(evaluate(expression, &names), expected, "{expression}");
    }
    assert_eq!(filled("v-${{ a.b }}-${{ c.d }}!", &names), "v-x-!");
}
