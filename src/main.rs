//! The program `margent`.

use std::process::ExitCode;

fn main() -> ExitCode {
    margent::cli::run()
}
