//! A site's folder → a preview in the editor's own browser.
//!
//! The server holds the site in memory, renders an output when it is asked for, and loads the site again whenever its
//! files change. It serves the bytes that a build writes, apart from a script in each page that reloads it.
//!
//! In the order of a change: [`watch`] notices it, [`builder`] runs the pipeline, [`state`] holds the last good site
//! and the newest faults, and open pages reload. In the order of a request: [`connections`] accepts connections,
//! [`guard`] refuses requests from other sites, [`answer`] finds the output and renders it, and the search index on demand,
//! [`desk`] has the pages for editors under `/-/`.
//!
//! One thread watches and loads; the others answer. Nothing is written to the
//! output folder. What the desk writes into `content/` the caller writes.

mod answer;
mod builder;
mod connections;
mod desk;
mod event;
mod guard;
mod state;
mod watch;

use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;

use anyhow::{Context, Result, anyhow, bail};
use axum::Router;

use crate::Memo;
use crate::pipeline::inputs::{BuildOptions, Inputs};
use answer::Server;
use builder::SiteBuilder;
use desk::Desk;
use guard::HostGuard;
use state::ServeState;
use watch::SiteWatcher;

pub use desk::{DeskActions, DeskAnswer};
pub use event::{DeskAccess, ServeEvent, ServeSettings};

/// Number of further ports to try.
const TRIED: u16 = 100;

/// Binds the first free port from `port` on, at an address of this computer.
///
/// # Errors
/// When none is free, or when the system refuses it.
pub fn bind(host: IpAddr, port: u16) -> Result<TcpListener> {
    for candidate in port..=port.saturating_add(TRIED) {
        match TcpListener::bind((host, candidate)) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                bail!("the system refuses port {candidate}; choose one from 1024 on with --port");
            }
            Err(error) => return Err(error).with_context(|| format!("cannot use port {candidate} of {host}")),
        }
    }
    bail!("no port from {port} to {} is free; choose another with --port", port.saturating_add(TRIED))
}

/// Serves the site on `listener` until the user interrupts.
///
/// # Errors
/// When the site's folder cannot be read or watched, or when the server cannot be started.
pub fn run(
    settings: &ServeSettings,
    listener: TcpListener,
    memo: Memo,
    actions: DeskActions,
    mut tell: impl FnMut(ServeEvent<'_>) + Send + 'static,
) -> Result<()> {
    let port = listener.local_addr().context("cannot find the port")?.port();
    let address = format!("http://{}", SocketAddr::new(settings.host, port));
    let root = settings.root.canonicalize();
    let root = root.map_err(|_| anyhow!("there is no folder {}", settings.root.display()))?;
    // Watch before reading, so that no change in between is missed.
    let watcher = SiteWatcher::start(&root)?;
    let ServeSettings { drafts, future, .. } = *settings;
    let inputs = Inputs::read(&root, BuildOptions { drafts, future, base_url: Some(address.clone()) })?;
    tell(ServeEvent::Serving(&address));
    let desk = Arc::new(Desk::new(&address, settings.desk.clone(), actions));
    let (sender, states) = tokio::sync::watch::channel(Arc::new(ServeState::default()));
    let builder = SiteBuilder { settings: settings.clone(), root, watcher, memo, search_cache: Arc::default(), sender };
    std::thread::Builder::new()
        .name("builder".to_owned())
        .spawn(move || builder.run(inputs, &mut tell))
        .context("cannot start a thread")?;

    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().context("cannot start the server")?;
    let served = runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let server = Arc::new(Server::new(HostGuard::new(settings.host, port), states, desk));
        let router = Router::new().fallback(answer::answer).with_state(server);
        tokio::select! {
            done = connections::serve(&listener, &router) => done,
            interrupted = tokio::signal::ctrl_c() => interrupted,
        }
    });
    // Event streams would never end by themselves.
    runtime.shutdown_background();
    served.context("the server failed")
}
