//! A webhook on this machine that answers as it is told to.
//!
//! ```ignore
//! let slack = Slack::answering([Answer::status(503), Answer::Ok]);
//! world.set_env("INC_SLACK_WEBHOOK", &slack.url());
//! …
//! assert_eq!(slack.requests().len(), 2);
//! ```

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::Value;

/// The path of every such webhook; its last part is what nobody may ever be shown.
pub const PATH: &str = "/services/T0000TEST/B0000TEST/sEcReT0123456789abcdefgh";

/// What to do with a request.
#[derive(Clone, Debug)]
pub enum Answer {
    /// `200` and `ok`, as Slack says it.
    Ok,
    /// A status with more headers, and a body.
    Status(u16, Vec<(&'static str, String)>, String),
    /// As `Ok`, after a while.
    Slow(Duration),
    /// Takes the request and never says a word.
    Hang,
    /// A success whose head comes byte by byte, and never ends.
    Drip,
    /// A whole head of this status, and a body that comes byte by byte and never ends.
    DripBody(u16),
    /// Header after header, as fast as they are taken, without end.
    EndlessHead,
    /// Closes in the middle of its first line.
    Close,
    /// These bytes and no others.
    Raw(Vec<u8>),
}

impl Answer {
    /// A status with nothing else.
    pub fn status(status: u16) -> Answer {
        Answer::Status(status, Vec::new(), String::new())
    }

    /// A status that asks to come back later.
    pub fn later(status: u16, retry_after: &str) -> Answer {
        let header = ("Retry-After", retry_after.to_owned());
        Answer::Status(status, vec![header], "rate_limited".to_owned())
    }
}

/// What was asked.
#[derive(Clone, Debug)]
pub struct Request {
    /// The request line and the headers, as they came.
    pub head: String,
    pub body: String,
}

impl Request {
    /// The value of a header, whatever the case of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body)
            .unwrap_or_else(|error| panic!("no JSON: {error}\n{}", self.body))
    }
}

/// The webhook, until it is dropped.
pub struct Slack {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    answers: Vec<Answer>,
    requests: Mutex<Vec<Request>>,
    gone: AtomicBool,
}

impl Slack {
    /// Gives these answers one after the other; the last one again and again.
    pub fn answering(answers: impl IntoIterator<Item = Answer>) -> Slack {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let port = listener.local_addr().expect("its address").port();
        let shared = Arc::new(Shared {
            answers: answers.into_iter().collect(),
            requests: Mutex::default(),
            gone: AtomicBool::new(false),
        });
        let slack = Slack {
            port,
            shared: Arc::clone(&shared),
        };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if shared.is_gone() {
                    return;
                }
                let shared = Arc::clone(&shared);
                // Whoever hangs up early ends his own conversation and no test.
                thread::spawn(move || shared.converse(stream).ok());
            }
        });
        slack
    }

    /// Nobody listens there: the port was bound, and is closed again.
    pub fn refusing() -> Slack {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        Slack {
            port: listener.local_addr().expect("its address").port(),
            shared: Arc::new(Shared {
                answers: Vec::new(),
                requests: Mutex::default(),
                gone: AtomicBool::new(true),
            }),
        }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}{PATH}", self.port)
    }

    /// Everything that was asked so far, in order.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.requests.lock().expect("the requests").clone()
    }

    /// The one thing that was asked.
    #[track_caller]
    pub fn request(&self) -> Request {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:#?}");
        requests.remove(0)
    }
}

impl Drop for Slack {
    fn drop(&mut self) {
        if !self.shared.gone.swap(true, Ordering::SeqCst) {
            // Wakes the listener, which then sees that it is over.
            TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).ok();
        }
    }
}

impl Shared {
    fn is_gone(&self) -> bool {
        self.gone.load(Ordering::SeqCst)
    }

    fn converse(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let Ok(request) = read_request(&stream) else {
            // What does not speak HTTP, such as the beginning of TLS.
            return write_answer(&mut stream, 400, &[], "");
        };
        let number = {
            let mut requests = self.requests.lock().expect("the requests");
            requests.push(request);
            requests.len() - 1
        };
        let last = self.answers.len().saturating_sub(1);
        match self.answers.get(number.min(last)).unwrap_or(&Answer::Ok) {
            Answer::Ok => write_answer(&mut stream, 200, &[], "ok"),
            Answer::Status(status, headers, body) => {
                write_answer(&mut stream, *status, headers, body)
            }
            Answer::Slow(pause) => {
                thread::sleep(*pause);
                write_answer(&mut stream, 200, &[], "ok")
            }
            Answer::Hang => self.until_gone(|| Ok(())),
            Answer::Drip => {
                let head = b"HTTP/1.1 200 OK\r\nX-Drip: ".iter().copied();
                let mut bytes = head.chain(std::iter::repeat(b'x'));
                self.until_gone(|| stream.write_all(&[bytes.next().unwrap_or(b'x')]))
            }
            Answer::DripBody(status) => {
                write!(
                    stream,
                    "HTTP/1.1 {status} Said\r\nContent-Length: 1000000\r\n\r\n"
                )?;
                self.until_gone(|| stream.write_all(b"x"))
            }
            Answer::EndlessHead => {
                write!(stream, "HTTP/1.1 200 OK\r\n")?;
                while !self.is_gone() {
                    write!(stream, "X-More: {}\r\n", "x".repeat(1000))?;
                }
                Ok(())
            }
            Answer::Close => write!(stream, "HTTP/1.1 20"),
            Answer::Raw(bytes) => stream.write_all(bytes),
        }
    }

    /// Does it again and again, slowly, for as long as the webhook is there.
    fn until_gone(&self, mut step: impl FnMut() -> std::io::Result<()>) -> std::io::Result<()> {
        while !self.is_gone() {
            step()?;
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

fn read_request(stream: &TcpStream) -> std::io::Result<Request> {
    let mut first = [0];
    stream.peek(&mut first)?;
    if !first[0].is_ascii_uppercase() {
        return Err(std::io::ErrorKind::InvalidData.into());
    }
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    }
    let mut request = Request {
        head,
        body: String::new(),
    };
    let length = request.header("Content-Length").unwrap_or("0");
    let mut body = vec![0; length.parse().expect("a length")];
    reader.read_exact(&mut body)?;
    request.body = String::from_utf8(body).expect("UTF-8");
    Ok(request)
}

fn write_answer(
    stream: &mut TcpStream,
    status: u16,
    headers: &[(&'static str, String)],
    body: &str,
) -> std::io::Result<()> {
    let mut answer = format!("HTTP/1.1 {status} Said\r\nConnection: close\r\n");
    for (name, value) in headers {
        answer.push_str(&format!("{name}: {value}\r\n"));
    }
    answer.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
    stream.write_all(answer.as_bytes())
}
