//! `inc`: see the library for what it does.

use std::process::ExitCode;

fn main() -> ExitCode {
    incident::app::run(std::env::args_os())
}
