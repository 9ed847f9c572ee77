//! Errors of the environment in plain words, without the numbers of the operating system.

use std::error::Error;
use std::io::{self, ErrorKind};

/// Joins the causes of an error, each once, from the attempt to the reason why it failed.
pub(crate) fn causes(error: &anyhow::Error) -> String {
    let mut causes: Vec<String> = Vec::new();
    for cause in error.chain() {
        let cause = describe(cause);
        // The message of some libraries includes that of its cause.
        if !causes.last().is_some_and(|last| last.contains(&cause)) {
            causes.push(cause);
        }
    }
    causes.join(": ")
}

/// Describes an error of the system by its kind, any other by its own message.
fn describe(cause: &(dyn Error + 'static)) -> String {
    let system = cause.downcast_ref::<io::Error>().filter(|error| error.raw_os_error().is_some());
    let plain = match system.map(io::Error::kind) {
        Some(ErrorKind::PermissionDenied) => "permission denied; check who may read and write there",
        Some(ErrorKind::ReadOnlyFilesystem) => "the file system is read-only",
        Some(ErrorKind::NotADirectory) => "there is a file where a folder is needed",
        Some(ErrorKind::IsADirectory) => "there is a folder where a file is needed",
        Some(ErrorKind::NotFound) => "it does not exist",
        Some(ErrorKind::InvalidFilename) => "the name is too long",
        Some(ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => "there is no space left on the disk",
        _ => return without_number(&cause.to_string()).to_owned(),
    };
    plain.to_owned()
}

/// Removes ` (os error 20)` from the end, which the standard library adds to messages of the system.
fn without_number(text: &str) -> &str {
    let inner = text.strip_suffix(')').and_then(|text| text.rsplit_once(" (os error "));
    inner.filter(|(_, number)| number.bytes().all(|byte| byte.is_ascii_digit())).map_or(text, |(text, _)| text)
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;

    fn message(error: io::Error) -> String {
        causes(&Err::<(), _>(error).context("cannot read a.md").expect_err("an error"))
    }

    #[test]
    #[cfg(unix)]
    fn errors_of_the_system_are_plain() {
        let system = |number| message(io::Error::from_raw_os_error(number));
        assert_eq!(system(13), "cannot read a.md: permission denied; check who may read and write there");
        assert_eq!(system(20), "cannot read a.md: there is a file where a folder is needed");
        let other = system(5);
        assert!(other.starts_with("cannot read a.md: ") && !other.contains("os error"), "{other}");
    }

    #[test]
    fn messages_of_libraries_stay_and_occur_once() {
        assert_eq!(
            message(io::Error::other("no such thing (os error x)")),
            "cannot read a.md: no such thing (os error x)"
        );
        let error = anyhow::anyhow!("inside").context("outside, inside").context("cannot go on");
        assert_eq!(causes(&error), "cannot go on: outside, inside");
    }
}
