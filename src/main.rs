//! The program `margent`.

use std::process::ExitCode;

/// The allocator of programs that are linked with musl, whose own serves one thread at a time.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    margent::cli::run()
}
