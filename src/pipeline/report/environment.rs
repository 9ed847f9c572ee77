//! Errors of the environment as people read them: what the system says, in plain words and without its numbers.

use std::error::Error;
use std::io::{self, ErrorKind};

/// The causes of an error, each once, from what was tried to why it failed.
pub fn causes(error: &anyhow::Error) -> String {
    let mut told: Vec<String> = Vec::new();
    for cause in error.chain() {
        let words = words(cause);
        // Some libraries say themselves what their cause says again.
        if !told.last().is_some_and(|last| last.contains(&words)) {
            told.push(words);
        }
    }
    told.join(": ")
}

fn words(cause: &(dyn Error + 'static)) -> String {
    let system = cause.downcast_ref::<io::Error>().filter(|error| error.raw_os_error().is_some());
    let plain = match system.map(io::Error::kind) {
        Some(ErrorKind::PermissionDenied) => "the system does not allow it; see who may read and write there",
        Some(ErrorKind::ReadOnlyFilesystem) => "nothing can be written there, since the file system is read-only",
        Some(ErrorKind::NotADirectory) => "a file stands where a folder is needed",
        Some(ErrorKind::IsADirectory) => "a folder stands where a file is needed",
        Some(ErrorKind::NotFound) => "it is not there",
        Some(ErrorKind::InvalidFilename) => "the name is too long",
        Some(ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => "there is no room left on the disk",
        _ => return without_number(&cause.to_string()).to_owned(),
    };
    plain.to_owned()
}

/// Takes ` (os error 20)` off the end, by which the standard library names what the system says.
fn without_number(text: &str) -> &str {
    let inner = text.strip_suffix(')').and_then(|text| text.rsplit_once(" (os error "));
    inner.filter(|(_, number)| number.bytes().all(|byte| byte.is_ascii_digit())).map_or(text, |(text, _)| text)
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;

    fn told(error: io::Error) -> String {
        causes(&Err::<(), _>(error).context("cannot read a.md").expect_err("an error"))
    }

    #[test]
    #[cfg(unix)]
    fn what_the_system_says() {
        let system = |number| told(io::Error::from_raw_os_error(number));
        assert_eq!(system(13), "cannot read a.md: the system does not allow it; see who may read and write there");
        assert_eq!(system(20), "cannot read a.md: a file stands where a folder is needed");
        let other = system(5);
        assert!(other.starts_with("cannot read a.md: ") && !other.contains("os error"), "{other}");
    }

    #[test]
    fn what_a_library_says_stays_and_is_said_once() {
        assert_eq!(
            told(io::Error::other("no such thing (os error x)")),
            "cannot read a.md: no such thing (os error x)"
        );
        let error = anyhow::anyhow!("inside").context("outside, inside").context("cannot go on");
        assert_eq!(causes(&error), "cannot go on: outside, inside");
    }
}
