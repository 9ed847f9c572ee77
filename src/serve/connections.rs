//! Accepts a limited number of connections; none that only waits keeps a reader out.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;

/// Connections at a time. Browsers hold six to one host.
const CONNECTIONS: usize = 256;
/// Time limit for the head of a request, including the wait for its first byte.
const HEAD: Duration = Duration::from_secs(10);
/// Pause when the system refuses a connection, for instance because too many files are open.
const REFUSED: Duration = Duration::from_millis(100);

/// A connection that may still be open.
struct OpenConnection {
    task: AbortHandle,
    /// Requests that are being answered.
    requests: Arc<AtomicUsize>,
}

/// Answers the connections to `listener` until the program ends. One beyond [`CONNECTIONS`] replaces the oldest that
/// has no request to be answered.
///
/// # Errors
/// Never, as long as the listener is open.
pub(crate) async fn serve(listener: &TcpListener, router: &Router) -> io::Result<()> {
    let mut open: VecDeque<OpenConnection> = VecDeque::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(REFUSED).await;
            continue;
        };
        open.retain(|connection| !connection.task.is_finished());
        if open.len() >= CONNECTIONS {
            let waits = |connection: &OpenConnection| connection.requests.load(Ordering::Relaxed) == 0;
            let oldest = open.iter().position(waits).unwrap_or_default();
            open.remove(oldest).inspect(|connection| connection.task.abort());
        }
        open.push_back(start(stream, router));
    }
}

/// Answers the requests of one connection.
fn start(stream: TcpStream, router: &Router) -> OpenConnection {
    // Small answers are sent at once; it only saves time.
    let _ = stream.set_nodelay(true);
    let requests = Arc::new(AtomicUsize::new(0));
    let counted = axum::middleware::from_fn_with_state(Arc::clone(&requests), count);
    let service = TowerToHyperService::new(router.clone().layer(counted));
    let mut protocol = http1::Builder::new();
    protocol.timer(TokioTimer::new()).header_read_timeout(HEAD);
    let connection = protocol.serve_connection(TokioIo::new(stream), service);
    // What goes wrong with a connection concerns its browser alone.
    let task = tokio::spawn(async move { drop(connection.await) }).abort_handle();
    OpenConnection { task, requests }
}

/// Counts a request as long as it is being answered.
async fn count(requests: axum::extract::State<Arc<AtomicUsize>>, request: Request, next: Next) -> Response {
    requests.fetch_add(1, Ordering::Relaxed);
    let response = next.run(request).await;
    requests.fetch_sub(1, Ordering::Relaxed);
    response
}
