//! One JSON body to one incoming webhook: delivered, or said why not.
//!
//! The address of a webhook is its password. It is held here and shown nowhere: not in a message, not
//! in debug output, and not where a server repeats it.

mod error;
pub(crate) mod retry;
mod webhook;

use std::io::Read;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use ureq::http::StatusCode;
use ureq::http::header::RETRY_AFTER;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Proxy};

pub use error::PostError;
pub(crate) use retry::{RetryPolicy, span};
pub use webhook::Webhook;

/// How much of an answer is read: a refusal is one line, and a server that never stops talking is
/// not listened to.
const ANSWER_BYTES: u64 = 64 * 1024;

/// Answers after which the same message may be taken a moment later.
const PASSING: [u16; 5] = [429, 500, 502, 503, 504];

/// That the message was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// How often it was tried, the last one included.
    pub attempts: u32,
}

/// Posts a JSON body, and tries again while there is hope and time.
///
/// `wait` is told how long it is going to wait, and why, before each wait. A message whose answer
/// got lost is posted again: it may arrive twice rather than not at all.
pub fn send(
    webhook: &Webhook,
    body: &str,
    retry: &RetryPolicy,
    wait: &mut dyn FnMut(Duration, &str),
) -> Result<Sent, PostError> {
    let started = Instant::now();
    let line = Line::to(webhook);
    let mut attempts = 0;
    loop {
        let left = retry.whole.saturating_sub(started.elapsed());
        attempts += 1;
        let failed = match line.attempt(body, retry.each.min(left)) {
            Ok(()) => return Ok(Sent { attempts }),
            Err(failed) => failed,
        };
        let Hope::Later(asked) = failed.hope else {
            return Err(failed.error);
        };
        let left = retry.whole.saturating_sub(started.elapsed());
        let pause = asked.unwrap_or_else(|| retry.pause(attempts, fastrand::f64()));
        if attempts >= retry.attempts || pause >= left {
            return Err(PostError::GaveUp {
                attempts,
                // Worth saying only where it was the wait that did not fit.
                asked: asked.filter(|_| attempts < retry.attempts),
                last: Box::new(failed.error),
            });
        }
        let mut why = failed.error.cause();
        if let Some(asked) = asked {
            why.push_str(&format!(", asked to wait {}", span(asked)));
        }
        wait(pause, &why);
        sleep(pause);
    }
}

/// In small steps, so that whatever ends the program need not wait for this.
fn sleep(pause: Duration) {
    const STEP: Duration = Duration::from_millis(100);
    let until = Instant::now() + pause;
    loop {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return;
        }
        thread::sleep(left.min(STEP));
    }
}

/// An attempt that came to nothing.
struct Failed {
    error: PostError,
    hope: Hope,
}

/// Whether trying again can help.
enum Hope {
    None,
    /// Later, and how much later if the server said.
    Later(Option<Duration>),
}

/// The way to one webhook.
struct Line<'a> {
    webhook: &'a Webhook,
    agent: Agent,
    proxied: bool,
}

impl<'a> Line<'a> {
    fn to(webhook: &'a Webhook) -> Line<'a> {
        let proxy = webhook.through(Proxy::try_from_env());
        let proxied = proxy.is_some();
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // Whoever is pointed to was not chosen by the one who set up the webhook.
            .max_redirects(0)
            // A second attempt never trusts what was left of the first.
            .max_idle_connections(0)
            .proxy(proxy)
            .tls_config(tls)
            .user_agent(concat!("inc/", env!("CARGO_PKG_VERSION")))
            .build();
        Line {
            webhook,
            agent: Agent::new_with_config(config),
            proxied,
        }
    }

    fn attempt(&self, body: &str, within: Duration) -> Result<(), Failed> {
        let answer = self
            .agent
            .post(self.webhook.address())
            .config()
            .timeout_global(Some(within))
            .build()
            .content_type("application/json")
            .send(body);
        let mut answer = answer.map_err(|error| self.unreachable(&error, within))?;
        let status = answer.status();
        if status.is_success() {
            return Ok(());
        }
        let asked = answer
            .headers()
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| retry::retry_after(value, SystemTime::now()));
        let mut said = Vec::new();
        // What came before it broke off is better than nothing.
        let _ = answer
            .body_mut()
            .as_reader()
            .take(ANSWER_BYTES)
            .read_to_end(&mut said);
        Err(self.refused(status, &String::from_utf8_lossy(&said), asked))
    }

    fn refused(&self, status: StatusCode, said: &str, asked: Option<Duration>) -> Failed {
        let status = status.as_u16();
        Failed {
            error: PostError::Refused {
                status,
                body: self.webhook.first_line(said),
            },
            hope: if PASSING.contains(&status) {
                Hope::Later(asked)
            } else {
                Hope::None
            },
        }
    }

    fn unreachable(&self, error: &ureq::Error, within: Duration) -> Failed {
        let (words, hopeful) = error::words(error, within);
        let words = self.webhook.first_line(&words);
        Failed {
            error: PostError::Unreachable(if self.proxied {
                format!("{words}, by way of the proxy that the environment names")
            } else {
                words
            }),
            hope: if hopeful {
                Hope::Later(None)
            } else {
                Hope::None
            },
        }
    }
}
