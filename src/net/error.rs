//! Why a message was not delivered, in words that hold nothing of the address.

use std::fmt;
use std::io;
use std::time::Duration;

use super::retry::span;

/// Why a message was not delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PostError {
    /// What was given is no address of a webhook; why not.
    NotAnAddress(&'static str),
    /// The server answered, and it was no success.
    Refused {
        status: u16,
        /// The first line of what it said, without the address should it have repeated it.
        body: String,
    },
    /// No answer came: `connection refused`, `no answer within 10 s`, `TLS: …`.
    Unreachable(String),
    /// It was tried until attempts or time ran out.
    GaveUp {
        attempts: u32,
        /// How long the server asked to wait, where that was longer than the time left.
        asked: Option<Duration>,
        last: Box<PostError>,
    },
}

impl PostError {
    /// The cause in a few words, as said before the next attempt.
    pub fn cause(&self) -> String {
        match self {
            PostError::NotAnAddress(why) => (*why).to_owned(),
            PostError::Refused { status, .. } => format!("answered {status}"),
            PostError::Unreachable(words) => words.clone(),
            PostError::GaveUp { last, .. } => last.cause(),
        }
    }
}

impl fmt::Display for PostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PostError::NotAnAddress(why) => write!(f, "this is not a webhook URL: {why}"),
            PostError::Refused { status, .. } if (300..400).contains(status) => write!(
                f,
                "the webhook answered {status} and points elsewhere, where the message is not sent"
            ),
            PostError::Refused { status, body } if body.is_empty() => {
                write!(f, "the webhook answered {status}")
            }
            PostError::Refused { status, body } => {
                write!(f, "the webhook answered {status}: {body}")
            }
            PostError::Unreachable(words) => write!(f, "the webhook cannot be reached: {words}"),
            PostError::GaveUp {
                attempts,
                asked,
                last,
            } => {
                write!(f, "{last}")?;
                if let Some(asked) = asked {
                    write!(f, "; it asked to wait {}, which is too long", span(*asked))?;
                }
                match attempts {
                    0 | 1 => Ok(()),
                    many => write!(f, "; given up after {many} attempts"),
                }
            }
        }
    }
}

impl std::error::Error for PostError {}

const ENDLESS: &str = "the head of its answer has no end";

/// What went wrong on the way, and whether it may go better a moment later.
pub(super) fn words(error: &ureq::Error, within: Duration) -> (String, bool) {
    match error {
        ureq::Error::Timeout(_) => (format!("no answer within {}", span(within)), true),
        ureq::Error::HostNotFound => ("name not found".to_owned(), true),
        ureq::Error::ConnectionFailed => ("no connection".to_owned(), true),
        // What the proxy said names the host.
        ureq::Error::ConnectProxyFailed(_) => ("not let through".to_owned(), true),
        ureq::Error::Io(error) => io_words(error, within),
        ureq::Error::Rustls(error) => (format!("TLS: {error}"), false),
        ureq::Error::Tls(words) => (format!("TLS: {words}"), false),
        ureq::Error::LargeResponseHeader(..) => (ENDLESS.to_owned(), false),
        // How much came at once decides which of the two is said; the type of this one is hidden.
        ureq::Error::Protocol(error) if error.to_string().contains("too many headers") => {
            (ENDLESS.to_owned(), false)
        }
        ureq::Error::Protocol(_) => ("the server does not speak HTTP".to_owned(), false),
        // Kinds that ureq does not come to with what is asked of it here. Its own words could hold
        // the address.
        _ => ("the request could not be made".to_owned(), false),
    }
}

fn io_words(error: &io::Error, within: Duration) -> (String, bool) {
    let tls = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<rustls::Error>());
    if let Some(tls) = tls {
        // A certificate does not mend itself within seconds.
        return (format!("TLS: {tls}"), false);
    }
    let words = match error.kind() {
        io::ErrorKind::ConnectionRefused => "connection refused".to_owned(),
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => {
            format!("no answer within {}", span(within))
        }
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::UnexpectedEof => "the connection broke off".to_owned(),
        io::ErrorKind::HostUnreachable => "no way to the host".to_owned(),
        io::ErrorKind::NetworkUnreachable | io::ErrorKind::NetworkDown => "no network".to_owned(),
        _ if is_lookup(error) => "name not found".to_owned(),
        _ => error.to_string(),
    };
    (words, true)
}

/// The standard library has no kind for a name that cannot be resolved, only these words of its own
/// and, on Windows, a number.
fn is_lookup(error: &io::Error) -> bool {
    error.to_string().contains("failed to lookup address")
        || matches!(error.raw_os_error(), Some(11001..=11004)) && cfg!(windows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_what_happened() {
        let refused = |status, body: &str| PostError::Refused {
            status,
            body: body.to_owned(),
        };
        let gave_up = |attempts, asked: Option<u64>| PostError::GaveUp {
            attempts,
            asked: asked.map(Duration::from_secs),
            last: Box::new(refused(429, "rate_limited")),
        };
        for (error, said) in [
            (
                PostError::NotAnAddress("it is empty"),
                "this is not a webhook URL: it is empty",
            ),
            (
                refused(404, "no_service"),
                "the webhook answered 404: no_service",
            ),
            (refused(410, ""), "the webhook answered 410"),
            (
                refused(302, "<html>"),
                "the webhook answered 302 and points elsewhere, where the message is not sent",
            ),
            (
                PostError::Unreachable("connection refused".to_owned()),
                "the webhook cannot be reached: connection refused",
            ),
            (
                gave_up(4, None),
                "the webhook answered 429: rate_limited; given up after 4 attempts",
            ),
            (
                gave_up(1, Some(120)),
                "the webhook answered 429: rate_limited; it asked to wait 120 s, which is too long",
            ),
        ] {
            assert_eq!(error.to_string(), said);
        }
    }

    #[test]
    fn only_what_can_pass_is_tried_again() {
        let io = |kind: io::ErrorKind| ureq::Error::Io(kind.into());
        for (error, said, hopeful) in [
            (
                io(io::ErrorKind::ConnectionRefused),
                "connection refused",
                true,
            ),
            (
                io(io::ErrorKind::UnexpectedEof),
                "the connection broke off",
                true,
            ),
            (ureq::Error::HostNotFound, "name not found", true),
            (
                ureq::Error::Io(io::Error::other(
                    "failed to lookup address information: Name or service not known",
                )),
                "name not found",
                true,
            ),
            (
                ureq::Error::Timeout(ureq::Timeout::Global),
                "no answer within 10 s",
                true,
            ),
            (
                ureq::Error::Io(io::Error::other(rustls::Error::DecryptError)),
                "TLS: cannot decrypt peer's message",
                false,
            ),
            (
                ureq::Error::BadUri("https://secret".to_owned()),
                "the request could not be made",
                false,
            ),
        ] {
            assert_eq!(
                words(&error, Duration::from_secs(10)),
                (said.to_owned(), hopeful)
            );
        }
    }
}
