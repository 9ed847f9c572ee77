//! Requests of `object_store`, sent by the HTTP client that checks links: one TLS for the whole program.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use async_trait::async_trait;
use hyper::body::Body;
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpService,
};
use ureq::http::Request;
use ureq::http::request::Parts;
use ureq::{Agent, Error};

/// Requests at a time.
pub(super) const PARALLEL: usize = 32;
/// The time after which a connection is given up.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// The time to wait for an answer once a request is sent.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(60);

/// Makes the client.
#[derive(Debug)]
pub(super) struct UreqConnector;

impl HttpConnector for UreqConnector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let config = Agent::config_builder()
            .user_agent(concat!("margent/", env!("CARGO_PKG_VERSION")))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_idle_connections(PARALLEL)
            .max_idle_connections_per_host(PARALLEL)
            .timeout_connect(Some(CONNECT_TIMEOUT))
            .timeout_recv_response(Some(RESPONSE_TIMEOUT));
        Ok(HttpClient::new(UreqService(config.build().into())))
    }
}

/// Sends requests, each on a thread of its own.
#[derive(Debug)]
struct UreqService(Agent);

#[async_trait]
impl HttpService for UreqService {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (parts, mut body) = request.into_parts();
        let mut bytes = Vec::with_capacity(body.content_length());
        while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
            if let Ok(data) = frame?.into_data() {
                bytes.extend_from_slice(&data);
            }
        }
        let agent = self.0.clone();
        let sent = tokio::task::spawn_blocking(move || exchange(&agent, parts, bytes)).await;
        sent.map_err(|error| HttpError::new(HttpErrorKind::Unknown, error))?.map_err(http_error)
    }
}

fn exchange(agent: &Agent, parts: Parts, body: Vec<u8>) -> Result<HttpResponse, Error> {
    let response = if body.is_empty() && parts.method != "PUT" && parts.method != "POST" {
        agent.run(Request::from_parts(parts, ()))?
    } else {
        agent.run(Request::from_parts(parts, body))?
    };
    let (parts, body) = response.into_parts();
    let bytes = body.into_with_config().limit(u64::MAX).read_to_vec()?;
    Ok(HttpResponse::from_parts(parts, bytes.into()))
}

/// Sorts errors into those that are worth another try and others.
fn http_error(error: Error) -> HttpError {
    #[expect(clippy::wildcard_enum_match_arm, reason = "ureq adds kinds of errors in small releases")]
    let kind = match error {
        Error::Io(_) => HttpErrorKind::Interrupted,
        Error::Timeout(_) => HttpErrorKind::Timeout,
        Error::ConnectionFailed => HttpErrorKind::Connect,
        _ => HttpErrorKind::Unknown,
    };
    HttpError::new(kind, error)
}
