//! Secrets made up at random, each from the grammar of its kind, in honest text; and any text at all.

use std::sync::OnceLock;

use incident::testing::{Circumstances, Lint};
use proptest::prelude::*;

/// Compiled expressions are kept, so one is enough for all cases.
fn lint() -> &'static Lint {
    static LINT: OnceLock<Lint> = OnceLock::new();
    LINT.get_or_init(super::lint)
}

/// A prefix apart from its rest, so that this file holds no token either, and the rest's grammar.
const TOKENS: &[(&[&str], &str)] = &[
    (&["AK", "IA"], "[A-Z2-7]{16}"),
    (&["AS", "IA"], "[A-Z2-7]{16}"),
    (&["AI", "za"], "[0-9A-Za-z_-]{35}"),
    (&["GOC", "SPX-"], "[A-Za-z0-9_-]{28}"),
    (&["gh", "p_"], "[A-Za-z0-9]{36}"),
    (&["gh", "s_"], "[A-Za-z0-9]{36}"),
    (&["github", "_pat_"], "[A-Za-z0-9]{22}_[A-Za-z0-9]{59}"),
    (&["gl", "pat-"], "[A-Za-z0-9_-]{20}"),
    (&["xo", "xb-"], "[0-9]{12}-[0-9]{12}-[A-Za-z0-9]{24}"),
    (&["xo", "xp-"], "[0-9]{12}-[0-9]{12}-[a-f0-9]{32}"),
    (
        &["hooks.sla", "ck.com/services/"],
        "T[A-Z0-9]{8}/B[A-Z0-9]{8}/[A-Za-z0-9]{24}",
    ),
    (&["sk_", "live_"], "[A-Za-z0-9]{24}"),
    (&["rk_", "live_"], "[A-Za-z0-9]{24}"),
    (&["whs", "ec_"], "[A-Za-z0-9]{32}"),
    (&["S", "K"], "[0-9a-f]{32}"),
    (&["S", "G."], "[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}"),
    (&["np", "m_"], "[A-Za-z0-9]{36}"),
    (&["py", "pi-"], "AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,80}"),
    (&["sk-", "ant-"], "api03-[A-Za-z0-9_-]{40,90}"),
    (&["sk", "-"], "[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}"),
    (&["hv", "s."], "[A-Za-z0-9_-]{24,90}"),
    (&["dop", "_v1_"], "[a-f0-9]{64}"),
    (&["shp", "at_"], "[a-f0-9]{32}"),
    (
        &["ey", "J"],
        "[A-Za-z0-9_-]{17,40}\\.ey[A-Za-z0-9_-]{17,60}\\.[A-Za-z0-9_-]{20,43}",
    ),
    (&["-----BEGIN RSA ", "PRIVATE KEY-----"], ""),
    (
        &["postgres:/", "/shop:"],
        "[A-Za-z0-9]{8,20}@db\\.example\\.com/shop",
    ),
    (&["AccountName=shop;Account", "Key="], "[A-Za-z0-9+/]{86}=="),
];

const BEFORE: &[&str] = &[
    "",
    "The key is ",
    "We are sorry.\n\nTransfers are late. ",
    "نأسف للإزعاج. ",
    "Résumé: «",
    "- one\n- ",
    "| Shop | ",
    "(",
    "x\u{200b}y\u{ad} 10[.]5 &amp; \u{a0}",
];

const AFTER: &[&str] = &[
    "",
    ".",
    "\n",
    ", and no more",
    ") ",
    "\n\nNext update: 11:00",
    " | up |",
    "» ",
    " تم",
];

fn token() -> impl Strategy<Value = String> {
    let tokens: Vec<BoxedStrategy<String>> = TOKENS
        .iter()
        .map(|(prefix, grammar)| {
            let prefix = prefix.concat();
            let rest = proptest::string::string_regex(grammar).expect("a grammar");
            rest.prop_map(move |rest| format!("{prefix}{rest}")).boxed()
        })
        .collect();
    proptest::strategy::Union::new(tokens)
}

/// Line and column of a byte, counted the slow way.
fn place(text: &str, byte: usize) -> (usize, usize) {
    let before = &text[..byte];
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    (line, before[start..].chars().count() + 1)
}

/// The byte of a line and column.
fn byte(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let letters: usize = text[start..]
        .chars()
        .take(column - 1)
        .map(char::len_utf8)
        .sum();
    start + letters
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_token_is_found_wherever_it_stands(
        token in token(),
        before in proptest::sample::select(BEFORE),
        after in proptest::sample::select(AFTER),
    ) {
        let text = format!("{before}{token}{after}");
        let found = lint().secrets(&text);
        prop_assert!(!found.is_empty(), "{text}");
        // Of an address or an assignment the password alone is told, which stands inside.
        let end = before.len() + token.len();
        let first = &found[0];
        let at = byte(&text, first.line, first.column);
        prop_assert!((before.len()..end).contains(&at), "{found:?} in {text}");
        prop_assert_eq!((first.line, first.column), place(&text, at));
        if !token.contains("://") && !token.contains('=') && !token.contains("hooks") {
            prop_assert_eq!(at, before.len(), "{:?} in {}", found, text);
        }
    }

    #[test]
    fn any_text_can_be_examined_and_places_lie_inside(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn text_near_the_patterns_can_be_examined(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..24),
    ) {
        check(&pieces.concat())?;
    }
}

/// What makes patterns, folding and joining work hardest.
const PIECES: &[&str] = &[
    "10",
    ".",
    "192.168.",
    "\n",
    "\r\n",
    " ",
    "  ",
    "\u{200b}",
    "\u{ad}",
    "٤",
    "é",
    "[.]",
    "(at)",
    "&#46;",
    "&",
    "\\.",
    "@",
    "a.com",
    "4111 1111",
    " 1111 1111",
    "password",
    ": ",
    "Ab3$x",
    "://",
    "u:p",
    "AKIA",
    "ABCDEFGHIJKLMNOP",
    "caused",
    "by",
    "due to",
    "> ",
    "ERROR ",
    "2025-10-26 09:41:03",
    "SA03",
    "80000000",
    "\u{1d400}",
    "ربما",
    "نُ",
    "{dot}",
    "\0",
    "\u{2028}",
    "<script",
    "' or 1=1",
    "..",
    "/",
    "-",
    "_",
    "0x0a",
];

fn check(text: &str) -> Result<(), TestCaseError> {
    let lint = lint();
    let kinds = lint.kinds();
    let mut last = (0, 0);
    for passage in lint.examine(text, &kinds, &Circumstances::default()) {
        let at = byte(text, passage.line, passage.column);
        prop_assert!(!passage.passage.is_empty(), "{passage:?}");
        prop_assert!(
            text[at..].starts_with(&passage.passage),
            "{passage:?} in {text:?}"
        );
        prop_assert!(last <= (passage.line, passage.column));
        last = (passage.line, passage.column);
    }
    Ok(())
}
