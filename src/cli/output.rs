//! Results, on standard output.

use std::io::{self, Write};

use serde::Serialize;

use crate::error::{Error, Result};

/// A line of results. A reader that has seen enough (`| head`) is no fault of ours, so nothing is
/// made of a pipe that is closed; `println!` would panic.
macro_rules! put {
    ($($text:tt)*) => {{
        use std::io::Write as _;
        writeln!(std::io::stdout(), $($text)*).ok();
    }};
}

/// How wide a line of standard output may be; a pipe takes any.
pub fn width() -> usize {
    console::Term::stdout()
        .size_checked()
        .map_or(10_000, |(_, columns)| usize::from(columns).max(40))
}

/// A result for a program.
pub fn print_json<T: Serialize + ?Sized>(value: &T) -> Result<()> {
    let mut out = io::stdout().lock();
    let written = serde_json::to_writer_pretty(&mut out, value)
        .map_err(io::Error::from)
        .and_then(|()| writeln!(out));
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Error::environment(
            format!("standard output cannot be written: {error}"),
        )),
        _ => Ok(()),
    }
}
