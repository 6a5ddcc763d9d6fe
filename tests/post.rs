//! Posting to a webhook, against a real server on this machine.

use std::io::Write;
use std::net::{Ipv4Addr, TcpListener};
use std::thread;
use std::time::{Duration, Instant};

use chrono::{TimeDelta, Utc};
use incident::testing::{PostError, RetryPolicy, Sent, Webhook, send};

use crate::support::http::{Answer, PATH, Slack};

/// The first wait after a failure without advice is a sixtieth of the whole: 50 ms.
const HASTE: RetryPolicy = RetryPolicy {
    each: Duration::from_secs(1),
    whole: Duration::from_secs(3),
    attempts: 4,
};

/// For waits that are asked for in whole seconds.
const CALM: RetryPolicy = RetryPolicy {
    each: Duration::from_secs(2),
    whole: Duration::from_secs(10),
    attempts: 3,
};

/// What came of one message, and what was said before each wait.
struct Outcome {
    result: Result<Sent, PostError>,
    waits: Vec<(Duration, String)>,
    took: Duration,
}

impl Outcome {
    #[track_caller]
    fn delivered_after(&self, attempts: u32) {
        assert_eq!(self.result, Ok(Sent { attempts }));
    }

    /// The error, which must hold nothing of the address.
    #[track_caller]
    fn error(&self) -> &PostError {
        let error = self.result.as_ref().expect_err("an error");
        for shown in [error.to_string(), format!("{error:?}")] {
            for secret in ["T0000TEST", "sEcReT", "services/"] {
                assert!(!shown.contains(secret), "{shown}");
            }
        }
        error
    }

    fn said(&self) -> Vec<&str> {
        self.waits.iter().map(|(_, why)| why.as_str()).collect()
    }
}

fn post_to(url: &str, retry: &RetryPolicy) -> Outcome {
    let webhook = Webhook::parse(url).expect("an address");
    let mut waits = Vec::new();
    let started = Instant::now();
    let result = send(
        &webhook,
        r#"{"text":"Zürich 🔥"}"#,
        retry,
        &mut |pause, why| waits.push((pause, why.to_owned())),
    );
    Outcome {
        result,
        waits,
        took: started.elapsed(),
    }
}

fn post(slack: &Slack, retry: &RetryPolicy) -> Outcome {
    post_to(&slack.url(), retry)
}

fn attempts(number: u32, retry: RetryPolicy) -> RetryPolicy {
    RetryPolicy {
        attempts: number,
        ..retry
    }
}

#[test]
fn a_message_arrives_as_it_was_given() {
    let slack = Slack::answering([Answer::Ok]);
    let outcome = post(&slack, &HASTE);
    outcome.delivered_after(1);
    assert_eq!(outcome.waits, []);
    let request = slack.request();
    assert!(
        request
            .head
            .starts_with(&format!("POST {PATH} HTTP/1.1\r\n"))
    );
    assert_eq!(request.json()["text"], "Zürich 🔥");
    assert_eq!(request.header("content-type"), Some("application/json"));
    let agent = request.header("user-agent").expect("a user agent");
    assert!(agent.starts_with("inc/"), "{agent}");
    for unasked in ["cookie", "accept-encoding", "expect", "referer"] {
        assert_eq!(request.header(unasked), None);
    }
}

#[test]
fn a_success_is_one_whatever_its_body() {
    for answer in [
        Answer::status(204),
        Answer::DripBody(200),
        Answer::Slow(Duration::from_millis(50)),
    ] {
        let slack = Slack::answering([answer]);
        post(&slack, &HASTE).delivered_after(1);
    }
}

#[test]
fn a_refusal_is_final_and_says_what_the_server_said() {
    for (status, body, said) in [
        (400, "invalid_payload", "invalid_payload"),
        (403, "invalid_token\r\n", "invalid_token"),
        (404, "no_service", "no_service"),
        (410, "", ""),
        (501, "\u{1b}[2J", "\u{241b}[2J"),
        (418, &format!("no POST {PATH}"), "no POST …"),
    ] {
        let slack = Slack::answering([Answer::Status(status, vec![], body.to_owned())]);
        let outcome = post(&slack, &HASTE);
        let refused = PostError::Refused {
            status,
            body: said.to_owned(),
        };
        assert_eq!(outcome.error(), &refused);
        assert_eq!(outcome.waits, []);
        slack.request();
    }
}

#[test]
fn a_redirect_is_not_followed() {
    let elsewhere = Slack::answering([Answer::Ok]);
    for status in [301, 302, 303, 307, 308] {
        let to = vec![("Location", elsewhere.url())];
        let slack = Slack::answering([Answer::Status(status, to, String::new())]);
        let outcome = post(&slack, &HASTE);
        assert!(
            matches!(outcome.error(), PostError::Refused { status: said, .. } if *said == status)
        );
        slack.request();
    }
    assert_eq!(elsewhere.requests().len(), 0);
}

#[test]
fn what_may_pass_is_tried_again() {
    for status in [429, 500, 502, 503, 504] {
        let slack = Slack::answering([Answer::status(status), Answer::Ok]);
        let outcome = post(&slack, &HASTE);
        outcome.delivered_after(2);
        assert_eq!(outcome.said(), [format!("answered {status}")]);
        assert_eq!(slack.requests().len(), 2);
    }
    let slack = Slack::answering([Answer::Close, Answer::Hang, Answer::Ok]);
    let retry = RetryPolicy {
        each: Duration::from_millis(300),
        ..HASTE
    };
    let outcome = post(&slack, &retry);
    outcome.delivered_after(3);
    assert_eq!(
        outcome.said(),
        ["the connection broke off", "no answer within 300 ms"]
    );
    let bodies: Vec<String> = slack
        .requests()
        .into_iter()
        .map(|request| request.body)
        .collect();
    assert!(bodies.windows(2).all(|two| two[0] == two[1]));
}

#[test]
fn it_gives_up_when_the_attempts_are_used_up() {
    let slack = Slack::answering([Answer::status(503)]);
    let outcome = post(&slack, &attempts(3, HASTE));
    assert_eq!(
        outcome.error().to_string(),
        "the webhook answered 503; given up after 3 attempts"
    );
    assert_eq!(slack.requests().len(), 3);
    let [first, second] = [outcome.waits[0].0, outcome.waits[1].0].map(|wait| wait.as_millis());
    assert!((50..=62).contains(&first), "{first}");
    assert!((100..=125).contains(&second), "{second}");

    let slack = Slack::answering([Answer::status(503)]);
    assert_eq!(
        post(&slack, &attempts(1, HASTE)).error().to_string(),
        "the webhook answered 503"
    );
}

#[test]
fn a_server_that_asks_for_time_gets_it() {
    let past = (Utc::now() - TimeDelta::days(1)).to_rfc2822();
    let past = past.replace("+0000", "GMT");
    for (asked, millis) in [("0", 0..1), ("1", 1000..1001), (&past, 0..1)] {
        let slack = Slack::answering([Answer::later(429, asked), Answer::Ok]);
        let outcome = post(&slack, &CALM);
        outcome.delivered_after(2);
        let (waited, why) = &outcome.waits[0];
        assert!(
            millis.contains(&waited.as_millis()),
            "{asked}: {waited:?}, {why}"
        );
        assert!(why.starts_with("answered 429, asked to wait "), "{why}");
        assert!(outcome.took >= *waited);
    }
    let soon = (Utc::now() + TimeDelta::milliseconds(1900))
        .format("%a, %d %b %Y %H:%M:%S GMT")
        .to_string();
    let slack = Slack::answering([Answer::later(503, &soon), Answer::Ok]);
    let outcome = post(&slack, &CALM);
    outcome.delivered_after(2);
    let waited = outcome.waits[0].0;
    assert!(waited > Duration::ZERO && waited < Duration::from_secs(2));
}

#[test]
fn a_wait_that_does_not_fit_is_not_begun() {
    let tomorrow = (Utc::now() + TimeDelta::days(1))
        .format("%a, %d %b %Y %H:%M:%S GMT")
        .to_string();
    for asked in ["120", "99999999999999999999999", &tomorrow] {
        let slack = Slack::answering([Answer::later(429, asked), Answer::Ok]);
        let outcome = post(&slack, &CALM);
        let said = outcome.error().to_string();
        assert!(
            said.starts_with("the webhook answered 429: rate_limited; it asked to wait "),
            "{said}"
        );
        assert!(outcome.took < Duration::from_secs(1));
        assert_eq!(outcome.waits, []);
        slack.request();
    }
}

#[test]
fn nobody_listening_is_said_after_the_last_attempt() {
    let outcome = post(&Slack::refusing(), &attempts(2, HASTE));
    assert_eq!(
        outcome.error().to_string(),
        "the webhook cannot be reached: connection refused; given up after 2 attempts"
    );
    assert_eq!(outcome.said(), ["connection refused"]);
}

#[test]
fn no_server_can_hold_it_up() {
    let retry = RetryPolicy {
        each: Duration::from_millis(200),
        whole: Duration::from_millis(400),
        attempts: 9,
    };
    for answer in [Answer::Hang, Answer::Drip, Answer::Slow(HASTE.whole)] {
        let slack = Slack::answering([answer.clone()]);
        let outcome = post(&slack, &retry);
        let said = outcome.error().to_string();
        assert!(said.contains("no answer within"), "{answer:?}: {said}");
        // The second attempt has what is left of the whole, and no more.
        let took = outcome.took.as_millis();
        assert!((390..1500).contains(&took), "{answer:?} took {took} ms");
        assert_eq!(slack.requests().len(), 2, "{answer:?}");
    }
    // A refusal whose reason never comes to an end is one all the same.
    let slack = Slack::answering([Answer::DripBody(404)]);
    let outcome = post(&slack, &retry);
    let PostError::Refused { status: 404, body } = outcome.error() else {
        panic!("{:?}", outcome.result);
    };
    assert!(body.starts_with('x'), "{body}");
    assert!(outcome.took < Duration::from_secs(1));
}

#[test]
fn an_answer_is_read_so_far_and_no_further() {
    let slack = Slack::answering([Answer::Status(400, vec![], "x".repeat(5_000_000))]);
    let outcome = post(&slack, &CALM);
    let PostError::Refused { status: 400, body } = outcome.error() else {
        panic!("{:?}", outcome.result);
    };
    assert_eq!(body.chars().count(), 200);

    let slack = Slack::answering([Answer::EndlessHead]);
    let outcome = post(&slack, &CALM);
    assert_eq!(
        outcome.error(),
        &PostError::Unreachable("the head of its answer has no end".to_owned())
    );
    slack.request();
}

#[test]
fn what_is_no_webhook_is_found_out_at_once() {
    let slack = Slack::answering([Answer::Raw(b"220 mail.example ESMTP\r\n".to_vec())]);
    let outcome = post(&slack, &HASTE);
    assert_eq!(
        outcome.error(),
        &PostError::Unreachable("the server does not speak HTTP".to_owned())
    );
    // A server that answers TLS with plain words: no certificate, no message.
    let slack = Slack::answering([Answer::Ok]);
    let outcome = post_to(&slack.url().replacen("http", "https", 1), &HASTE);
    let PostError::Unreachable(words) = outcome.error() else {
        panic!("{:?}", outcome.result);
    };
    assert!(words.starts_with("TLS: "), "{words}");
    assert_eq!(slack.requests().len(), 0);
}

#[test]
fn no_handshake_can_hold_it_up() {
    let retry = RetryPolicy {
        each: Duration::from_millis(200),
        whole: Duration::from_millis(400),
        attempts: 9,
    };
    // The system takes the connection; nobody ever looks at it.
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    // A record of TLS that is announced as long and comes byte by byte.
    let slow = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let ports = [&silent, &slow].map(|one| one.local_addr().expect("its address").port());
    thread::spawn(move || {
        for mut stream in slow.incoming().flatten().take(9) {
            thread::spawn(move || {
                stream.write_all(&[0x16, 3, 3, 0x40, 0]).ok();
                while stream.write_all(&[0]).is_ok() {
                    thread::sleep(Duration::from_millis(20));
                }
            });
        }
    });
    for port in ports {
        let outcome = post_to(&format!("https://127.0.0.1:{port}{PATH}"), &retry);
        let said = outcome.error().to_string();
        assert!(said.contains("no answer within"), "{said}");
        assert!(outcome.took < Duration::from_millis(1500));
    }
}
