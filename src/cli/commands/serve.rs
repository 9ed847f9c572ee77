//! `margent serve`

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use crate::base::text::path::RelPath;
use crate::pipeline::report;
use crate::serve::{self, DeskAccess, DeskActions, ServeEvent, ServeSettings};
use anyhow::{Context, Result, bail};

use super::desk::PreviewDesk;
use crate::cli::args::{DenyLevel, GlobalArgs, ServeArgs};
use crate::cli::memory::{SERVED_CONTENT, load_memo, save_memo};
use crate::cli::reports::fault_report;
use crate::cli::terminal::{BOLD, PLAIN, RED, eprint, plural, print_summary};

/// Serves the site until it is interrupted.
pub(in crate::cli) fn run(global: &GlobalArgs, args: &ServeArgs) -> Result<()> {
    let settings = ServeSettings {
        root: global.root.clone(),
        drafts: !args.no_drafts,
        future: !args.no_future,
        strict: global.deny == Some(DenyLevel::Warnings),
        follow: args.follow,
        host: args.host,
        desk: desk_access(args),
    };
    if args.host.is_unspecified() {
        bail!(
            "--host {} is no address that others can ask for; name the one of this computer in their network",
            args.host
        );
    }
    let listener = serve::bind(args.host, args.port)?;
    let port = listener.local_addr().context("cannot find the port")?.port();
    if args.port != 0 && port != args.port {
        eprint(&format!("port {} is in use; using {port} instead\n", args.port))?;
    }
    let memo = load_memo(global, SERVED_CONTENT)?;
    let mut printer = EventPrinter { global: global.clone(), open: args.open, is_loaded: false };
    // If nothing can be printed, the site is served all the same.
    let desk = PreviewDesk::new(global, args.editor_link.as_deref());
    let actions: DeskActions = Arc::new(move |action, body| desk.answer(action, body));
    serve::run(&settings, listener, memo, actions, move |event| drop(printer.print(&event)))?;
    eprint("\nstopped\n")
}

/// Only whoever sits at this computer needs no token to write.
fn desk_access(args: &ServeArgs) -> DeskAccess {
    match &args.desk_token {
        Some(token) => DeskAccess::Token(token.clone()),
        None if args.read_only => DeskAccess::ReadOnly,
        None if args.host.is_loopback() => DeskAccess::Pages,
        None => DeskAccess::Off,
    }
}

/// Prints the events of the server.
struct EventPrinter {
    global: GlobalArgs,
    /// True if a browser is to be opened.
    open: bool,
    is_loaded: bool,
}

impl EventPrinter {
    fn print(&mut self, event: &ServeEvent<'_>) -> Result<()> {
        let format = self.global.format;
        match event {
            ServeEvent::Serving(address) => {
                print_summary(format, &format!("serving {BOLD}{address}/{PLAIN} (stop with Ctrl-C)\n"))?;
                if self.open { open_browser(&format!("{address}/")) } else { Ok(()) }
            }
            ServeEvent::Loaded { changed, faults, fatal, inputs, memo, articles, times } => {
                let is_first = !std::mem::replace(&mut self.is_loaded, true);
                fault_report::show(&self.global, inputs, faults)?;
                let subject = if is_first { plural(*articles, "article") } else { file_names(changed) };
                let count =
                    if *fatal { format!("{RED}{}{PLAIN}, ", fault_report::count(faults)) } else { String::new() };
                print_summary(format, &format!("{BOLD}{subject}{PLAIN}: {count}{}\n", duration(times)))?;
                if is_first { save_memo(&self.global, SERVED_CONTENT, memo) } else { Ok(()) }
            }
            ServeEvent::Failed(error) => eprint(&format!("{RED}error{PLAIN}: {}\n", report::causes(error))),
        }
    }
}

/// The names of the files that changed, or of the first of many.
fn file_names(changed: &[RelPath]) -> String {
    const MAX_NAMES: usize = 3;
    let names: Vec<&str> = changed.iter().take(MAX_NAMES).map(RelPath::as_str).collect();
    match changed.len() {
        0 => "checked again".to_owned(),
        n if n > MAX_NAMES => format!("{} and {} more", names.join(", "), plural(n - MAX_NAMES, "file")),
        _ => names.join(", "),
    }
}

/// `12 ms`, the sum of all stages.
fn duration(times: &[(&'static str, Duration)]) -> String {
    let total: Duration = times.iter().map(|(_, time)| *time).sum();
    format!("{:.0} ms", total.as_secs_f64() * 1e3)
}

/// Opens an address in the browser with the program that the system has for it.
fn open_browser(address: &str) -> Result<()> {
    let (program, options): (_, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    let mut command = Command::new(program);
    command.args(options).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match command.spawn() {
        Ok(_) => Ok(()),
        Err(_) => eprint(&format!("{program} cannot open a browser; open {address} yourself\n")),
    }
}
