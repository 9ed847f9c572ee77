//! The program `margent`.

use std::process::ExitCode;

/// The allocator on Linux. musl's own serves one thread at a time, and glibc's takes a quarter longer after an edit.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    margent::cli::run()
}
