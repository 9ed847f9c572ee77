//! `margent serve`

use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

use crate::base::text::path::RelPath;
use crate::pipeline::config;
use crate::pipeline::report;
use crate::serve::{self, ServeEvent, ServeSettings};
use anyhow::{Context, Result, bail};

use super::{BOLD, PLAIN, RED, faults, notify, number, remember, remembered, say};
use crate::cli::args::{Deny, FormatArg, GlobalArgs, ServeArgs};

/// Serves the site until it is interrupted.
pub fn run(shared: &GlobalArgs, args: &ServeArgs) -> Result<ExitCode> {
    // A site whose configuration is lost later on is waited for; a folder that never was one is a mistake.
    if shared.root.is_dir() && !shared.root.join(config::FILE).exists() {
        let folder = shared.root.display();
        bail!(
            "{folder} has no {}, so there is no site to serve; name its folder with --root, or start one with \
             `margent init`",
            config::FILE
        );
    }
    let settings = ServeSettings {
        root: shared.root.clone(),
        port: args.port,
        drafts: !args.no_drafts,
        future: !args.no_future,
        strict: shared.deny == Some(Deny::Warnings),
        follow: args.follow,
    };
    let listener = serve::bind(args.port)?;
    let port = listener.local_addr().context("cannot find the port")?.port();
    if args.port != 0 && port != args.port {
        notify(&format!("port {} is taken; using {port} instead\n", args.port))?;
    }
    let memo = remembered(shared, crate::pipeline::inputs::program()?)?;
    let (shared, open) = (shared.clone(), args.open);
    let mut is_first = true;
    serve::run(&settings, listener, memo, move |news| {
        // Where nobody reads what is told, the site is served all the same.
        let _ = tell(&shared, &news, open, is_first);
        is_first = is_first && !matches!(news, ServeEvent::Loaded { .. });
    })?;
    notify("\nstopped\n")?;
    Ok(ExitCode::SUCCESS)
}

fn tell(shared: &GlobalArgs, news: &ServeEvent<'_>, open: bool, is_first: bool) -> Result<()> {
    match news {
        ServeEvent::Serving(address) => {
            line(shared, &format!("serving {BOLD}{address}/{PLAIN} (Ctrl-C ends)\n"))?;
            if open { show(&format!("{address}/")) } else { Ok(()) }
        }
        ServeEvent::Loaded { changed, faults: found, fatal, inputs, memo, articles, times } => {
            faults::show(shared, inputs, found)?;
            let what = if is_first { number(*articles, "article") } else { names(changed) };
            let end = if *fatal { format!("{RED}{}{PLAIN}, ", faults::count(found)) } else { String::new() };
            line(shared, &format!("{BOLD}{what}{PLAIN}: {end}{}\n", took(times)))?;
            if is_first { remember(shared, inputs.program, memo) } else { Ok(()) }
        }
        ServeEvent::Failed(error) => notify(&format!("{RED}error{PLAIN}: {}\n", report::causes(error))),
    }
}

/// Says what people read; what programs read holds faults alone.
fn line(shared: &GlobalArgs, text: &str) -> Result<()> {
    match shared.format {
        FormatArg::Human => say(text),
        FormatArg::Json | FormatArg::Github => notify(text),
    }
}

/// The files that changed; of many the first.
fn names(changed: &[RelPath]) -> String {
    const MOST: usize = 3;
    let shown: Vec<&str> = changed.iter().take(MOST).map(RelPath::as_str).collect();
    match changed.len() {
        0 => "looked again".to_owned(),
        n if n > MOST => format!("{} and {} more", shown.join(", "), number(n - MOST, "file")),
        _ => shown.join(", "),
    }
}

/// `12 ms (read 1, theme 0, content 5, index 4, plan 2)`.
fn took(times: &[(&'static str, Duration)]) -> String {
    let sum: Duration = times.iter().map(|(_, took)| *took).sum();
    let stages = times.iter().map(|(stage, took)| format!("{stage} {:.0}", took.as_secs_f64() * 1e3));
    format!("{:.0} ms ({})", sum.as_secs_f64() * 1e3, stages.collect::<Vec<_>>().join(", "))
}

/// Opens an address in the browser, by the program that the system has for that.
fn show(address: &str) -> Result<()> {
    let (program, first): (_, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    let mut command = Command::new(program);
    command.args(first).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match command.spawn() {
        Ok(_) => Ok(()),
        Err(_) => notify(&format!("cannot open a browser with {program}; open {address} yourself\n")),
    }
}
