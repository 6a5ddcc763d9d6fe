//! The address of a webhook, which is a secret.

use std::fmt;
use std::net::IpAddr;

use ureq::Proxy;
use ureq::http::Uri;

use super::PostError;

/// How much of what a server says is repeated.
const LINE_CHARS: usize = 200;

/// Parts of an address shorter than this are words, not secrets.
const SECRET_CHARS: usize = 8;

/// Where to post. Whoever knows the address can post there, so nothing shows it.
#[derive(Clone)]
pub struct Webhook {
    address: String,
    uri: Uri,
    /// What must not be repeated, the longest first.
    secrets: Vec<String>,
}

impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Webhook(…)")
    }
}

impl fmt::Display for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the webhook")
    }
}

impl Webhook {
    /// Reads an address. What is wrong with it is said without repeating any of it.
    pub fn parse(url: &str) -> Result<Webhook, PostError> {
        let address = url.trim();
        let no = |why| Err(PostError::NotAnAddress(why));
        if address.is_empty() {
            return no("it is empty");
        }
        let lower = address.to_ascii_lowercase();
        if !(lower.starts_with("https://") || lower.starts_with("http://")) {
            return no("it does not begin with https:// or http://");
        }
        if address.contains(|letter: char| letter.is_whitespace() || letter.is_control()) {
            return no("there is a blank in it");
        }
        let Ok(uri) = address.parse::<Uri>() else {
            return no("it is not written as an address is");
        };
        let Some(host) = uri.host().filter(|host| !host.is_empty()) else {
            return no("it names no host");
        };
        if !has_good_port(&uri, host) {
            return no("its port is not a number from 1 to 65535");
        }
        Ok(Webhook {
            secrets: secrets(address, &uri),
            address: address.to_owned(),
            uri,
        })
    }

    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// The proxy to go through, if there is one and it is not in vain: this machine is reached
    /// without help, and what the environment excludes is excluded.
    pub(super) fn through(&self, proxy: Option<Proxy>) -> Option<Proxy> {
        proxy.filter(|proxy| !self.is_loopback() && !proxy.is_no_proxy(&self.uri))
    }

    fn is_loopback(&self) -> bool {
        let host = self.uri.host().unwrap_or_default().to_ascii_lowercase();
        let host = host.trim_start_matches('[').trim_end_matches(['.', ']']);
        host == "localhost"
            || host.ends_with(".localhost")
            || host
                .parse::<IpAddr>()
                .is_ok_and(|ip| ip.to_canonical().is_loopback())
    }

    /// The first line of what somebody else said, as it may be shown: short, without the address,
    /// and with control characters to be seen rather than obeyed.
    pub(super) fn first_line(&self, said: &str) -> String {
        let mut said = said.to_owned();
        for secret in &self.secrets {
            said = said.replace(secret.as_str(), "…");
        }
        let line = said.lines().map(str::trim).find(|line| !line.is_empty());
        let mut shown = String::new();
        for (number, letter) in line.unwrap_or_default().chars().enumerate() {
            if number + 1 >= LINE_CHARS {
                shown.push('…');
                break;
            }
            shown.push(visible(letter));
        }
        shown
    }
}

/// A letter that a terminal does not obey.
fn visible(letter: char) -> char {
    match letter {
        '\t' => ' ',
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(letter)).unwrap_or('\u{fffd}'),
        '\x7f' => '\u{2421}',
        // Marks that turn the writing direction, too.
        '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            '\u{fffd}'
        }
        letter if letter.is_control() => '\u{fffd}',
        letter => letter,
    }
}

fn has_good_port(uri: &Uri, host: &str) -> bool {
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    let place = authority.rsplit('@').next().unwrap_or_default();
    match place.strip_prefix(host) {
        Some("") => true,
        Some(rest) => rest
            .strip_prefix(':')
            .and_then(|port| port.parse::<u16>().ok())
            .is_some_and(|port| port > 0),
        None => false,
    }
}

/// The address and everything in it that could be put to use: where a server repeats only the token,
/// that is as bad as the whole.
fn secrets(address: &str, uri: &Uri) -> Vec<String> {
    let mut secrets = vec![address.to_owned()];
    let path = uri.path_and_query().map_or("", |path| path.as_str());
    for path in [path, uri.path()] {
        if path.len() > 1 {
            secrets.push(path.to_owned());
        }
    }
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    let parts = path.split(['/', '?', '&', '=']).chain(authority.split('@'));
    let parts = parts.chain(uri.host()).chain(authority.split([':', '@']));
    secrets.extend(
        parts
            .filter(|part| part.len() >= SECRET_CHARS)
            .map(str::to_owned),
    );
    secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    secrets.dedup();
    secrets
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLACK: &str = "https://hooks.slack.com/services/T0000AAAA/B0000BBBB/sEcReT0123456789";

    #[test]
    fn an_address_is_checked_and_never_repeated() {
        for good in [
            SLACK,
            " http://127.0.0.1:8080/hook\n",
            "HTTPS://example.com",
            "https://user:word@example.com:8443/a?b=c",
            "http://[::1]:80/x",
        ] {
            let webhook = Webhook::parse(good).expect(good);
            for shown in [webhook.to_string(), format!("{webhook:?}")] {
                assert!(!shown.contains("example") && !shown.contains("services"));
            }
        }
        for (bad, why) in [
            ("  ", "it is empty"),
            ("hooks.slack.com/x", "does not begin with"),
            ("ftp://secret.example", "does not begin with"),
            ("file:///etc/secret", "does not begin with"),
            ("https://secret.example/a b", "blank"),
            ("https://secret.example/\u{1b}[31m", "blank"),
            ("https://", "not written as"),
            ("https:///secret", "not written as"),
            ("https://secret.example:99999/", "its port"),
            ("https://secret.example:x/", "its port"),
            ("https://secret.example:0/", "its port"),
            ("https://:80/secret", "names no host"),
        ] {
            let error = Webhook::parse(bad).expect_err(bad).to_string();
            assert!(error.contains(why), "{bad}: {error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn what_a_server_says_is_shown_without_the_address() {
        let webhook = Webhook::parse(SLACK).expect("an address");
        for (said, shown) in [
            ("no_service", "no_service"),
            ("\r\n  invalid_payload \nmore", "invalid_payload"),
            ("", ""),
            ("\u{1b}[31mred\u{202e}", "\u{241b}[31mred\u{fffd}"),
            (
                "POST /services/T0000AAAA/B0000BBBB/sEcReT0123456789 failed",
                "POST … failed",
            ),
            ("token sEcReT0123456789 is dead", "token … is dead"),
            (
                "see https://hooks.slack.com/services/T0000AAAA/B0000BBBB/sEcReT0123456789.",
                "see ….",
            ),
            (
                "certificate not valid for name \"hooks.slack.com\"",
                "certificate not valid for name \"…\"",
            ),
        ] {
            assert_eq!(webhook.first_line(said), shown);
        }
        let long = webhook.first_line(&"é".repeat(1000));
        assert_eq!(long.chars().count(), LINE_CHARS);
        assert!(long.ends_with('…'));
        assert_eq!(webhook.first_line(&"é".repeat(199)).chars().count(), 199);
    }

    #[test]
    fn this_machine_is_reached_without_a_proxy() {
        for (address, direct) in [
            ("http://127.0.0.1:1/x", true),
            ("http://127.9.9.9/x", true),
            ("http://LOCALHOST:1/x", true),
            ("http://slack.localhost/x", true),
            ("http://localhost./x", true),
            ("http://[::1]:1/x", true),
            ("http://[::ffff:127.0.0.1]/x", true),
            (SLACK, false),
            ("http://127.0.0.1.example.com/x", false),
            ("http://localhost.example.com/x", false),
        ] {
            let proxy = Proxy::new("http://proxy.example:3128").ok();
            assert!(proxy.is_some());
            let webhook = Webhook::parse(address).expect(address);
            assert_eq!(webhook.through(proxy).is_none(), direct, "{address}");
        }
    }
}
