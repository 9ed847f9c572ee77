//! The objects of a bucket: reads, writes and deletes them, many at a time.

use std::collections::BTreeMap;
use std::fs;
use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use object_store::aws::AmazonS3Builder;
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::path::Path as ObjectPath;
use object_store::{
    Attribute, AttributeValue, Attributes, Error, GetOptions, ObjectStore, ObjectStoreExt, PutMode, PutOptions,
    RetryConfig, UpdateVersion,
};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;

use super::http::{PARALLEL, UreqConnector};
use super::refusal::{credentials, explain, usual_credentials};
use crate::base::hash::{Hasher, Key};
use crate::base::media_type::media_type;
use crate::pipeline::config::{BucketScheme, BucketUrl};
use crate::pipeline::plan::SEARCH_INDEX;
use crate::publish::preflight::RECORDS;

/// Bytes of files in memory for each of them; a larger file counts as several.
const SHARE: u64 = 4 << 20;
/// Repetitions of a request that failed.
const RETRIES: usize = 6;
/// The time after which it is not repeated any more.
const RETRY_TIME: Duration = Duration::from_secs(60);

/// Called after each object; a failure ends the publication.
pub(crate) type BucketProgress<'a> = &'a dyn Fn() -> Result<()>;

/// A bucket, or a folder in it, as the one place to which a site is published.
pub(crate) struct Bucket {
    url: BucketUrl,
    store: Arc<dyn ObjectStore>,
    runtime: Runtime,
}

/// An object and its version.
pub(super) struct StoredObject {
    pub(super) bytes: Vec<u8>,
    pub(super) version: UpdateVersion,
}

/// The object at a path, as far as it matters here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ObjectState {
    /// There is none.
    Missing,
    /// It bears this mark: margent wrote it.
    Marked(String),
    /// Somebody else wrote it.
    Foreign,
}

impl Bucket {
    /// Opens the bucket with the credentials and settings in the environment. Nothing is sent yet.
    ///
    /// # Errors
    /// When there are no credentials, or when they are not of the right form.
    pub(crate) fn open(url: &BucketUrl) -> Result<Self> {
        let known = credentials(url.scheme);
        if !known.iter().any(|name| std::env::var_os(name).is_some()) {
            let names = usual_credentials(url.scheme);
            bail!(
                "there are no credentials for {url} in the environment: set {names}; docs/publishing.md names all of them"
            );
        }
        let whole = url.to_string();
        let retry = RetryConfig { max_retries: RETRIES, retry_timeout: RETRY_TIME, ..RetryConfig::default() };
        // The three builders have the same methods and no common trait.
        macro_rules! open {
            ($builder:ty) => {{
                let builder = <$builder>::from_env().with_url(whole).with_retry(retry);
                builder.with_http_connector(UreqConnector).build().map(|store| Arc::new(store) as Arc<dyn ObjectStore>)
            }};
        }
        let store = match url.scheme {
            BucketScheme::S3 => open!(AmazonS3Builder),
            BucketScheme::Gs => open!(GoogleCloudStorageBuilder),
            BucketScheme::Az => open!(MicrosoftAzureBuilder),
        };
        Self::with_store(url, store.map_err(|error| explain(url, "open", &error))?)
    }

    /// Uses a store that is open already.
    pub(super) fn with_store(url: &BucketUrl, store: Arc<dyn ObjectStore>) -> Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build().context("cannot start the network")?;
        Ok(Self { url: url.clone(), store, runtime })
    }

    /// Returns its address.
    pub(crate) fn url(&self) -> &BucketUrl {
        &self.url
    }

    /// Reads an object, if there is one.
    pub(super) fn get(&self, path: &str) -> Result<Option<StoredObject>> {
        let key = self.key(path)?;
        let read = self.runtime.block_on(async {
            let found = self.store.get_opts(&key, GetOptions::default()).await?;
            let version = UpdateVersion { e_tag: found.meta.e_tag.clone(), version: found.meta.version.clone() };
            Ok(StoredObject { version, bytes: found.bytes().await?.to_vec() })
        });
        self.unless_missing(read, "read from")
    }

    /// Writes one of margent's records; returns `false` if the object there is not the one that `mode` asks for.
    pub(super) fn put(&self, path: &str, bytes: Vec<u8>, mode: PutMode) -> Result<bool> {
        let key = self.key(path)?;
        let options = PutOptions { mode, attributes: attributes(path, "record"), ..PutOptions::default() };
        match self.runtime.block_on(self.store.put_opts(&key, bytes.into(), options)) {
            Ok(_) => Ok(true),
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => Ok(false),
            Err(error) => Err(explain(&self.url, "write to", &error)),
        }
    }

    /// Deletes an object, if there is one.
    pub(super) fn delete(&self, path: &str) -> Result<()> {
        let key = self.key(path)?;
        self.unless_missing(self.runtime.block_on(self.store.delete(&key)), "delete from").map(drop)
    }

    /// Returns the first objects that are not margent's records, at most three.
    pub(super) fn first_objects(&self) -> Result<Vec<String>> {
        let folder = self.key("")?;
        let listed = self.store.list(Some(&folder)).map_ok(|object| object.location.to_string());
        let below = if folder.as_ref().is_empty() { String::new() } else { format!("{folder}/") };
        let others = listed.try_filter_map(|path| {
            let path = path.strip_prefix(&below).unwrap_or(&path).to_owned();
            std::future::ready(Ok((!path.starts_with(RECORDS)).then_some(path)))
        });
        let listed = self.runtime.block_on(others.take(3).try_collect());
        listed.map_err(|error| explain(&self.url, "list", &error))
    }

    /// Looks at the objects at `paths`.
    pub(super) fn states(&self, paths: &[String]) -> Result<BTreeMap<String, ObjectState>> {
        let states = self.in_parallel(paths, |path| async move { Ok((path.clone(), self.state(path).await?)) })?;
        Ok(states.into_iter().collect())
    }

    /// Sends the files `paths` below `folder`, each with its mark.
    pub(super) fn send(
        &self,
        folder: &Path,
        paths: &[String],
        marks: &BTreeMap<String, String>,
        progress: BucketProgress<'_>,
    ) -> Result<()> {
        let shares = Semaphore::new(PARALLEL);
        let sent = self.in_parallel(paths, |path| {
            let (file, shares) = (folder.join(path), &shares);
            async move {
                let context = || format!("cannot read {}", file.display());
                let wanted = 1 + fs::metadata(&file).with_context(context)?.len() / SHARE;
                let wanted = u32::try_from(wanted.min(PARALLEL as u64)).unwrap_or(1);
                let _share = shares.acquire_many(wanted).await?;
                let bytes = fs::read(&file).with_context(context)?;
                let mark = marks.get(path).map_or("", String::as_str);
                let options = PutOptions { attributes: attributes(path, mark), ..PutOptions::default() };
                let sent = self.store.put_opts(&self.key(path)?, bytes.into(), options).await;
                sent.map_err(|error| explain(&self.url, "write to", &error))?;
                progress()
            }
        });
        sent.map(drop)
    }

    /// Deletes those of the objects that bear a mark; returns the others that are there.
    pub(super) fn remove(&self, paths: &[String], progress: BucketProgress<'_>) -> Result<Vec<String>> {
        let kept = self.in_parallel(paths, |path| async move {
            let state = self.state(path).await?;
            if let ObjectState::Marked(_) = state {
                match self.store.delete(&self.key(path)?).await {
                    Ok(()) | Err(Error::NotFound { .. }) => {}
                    Err(error) => return Err(explain(&self.url, "delete from", &error)),
                }
            }
            progress()?;
            Ok((state == ObjectState::Foreign).then(|| path.clone()))
        });
        Ok(kept?.into_iter().flatten().collect())
    }

    async fn state(&self, path: &str) -> Result<ObjectState> {
        let options = GetOptions { head: true, ..GetOptions::default() };
        match self.store.get_opts(&self.key(path)?, options).await {
            Ok(found) => Ok(mark_in(&found.attributes).map_or(ObjectState::Foreign, ObjectState::Marked)),
            Err(Error::NotFound { .. }) => Ok(ObjectState::Missing),
            Err(error) => Err(explain(&self.url, "read from", &error)),
        }
    }

    /// Runs `action` for each of the paths, a bounded number at a time, and collects the results in any order.
    fn in_parallel<'a, T, F: Future<Output = Result<T>>>(
        &self,
        paths: &'a [String],
        action: impl Fn(&'a String) -> F,
    ) -> Result<Vec<T>> {
        self.runtime.block_on(stream::iter(paths).map(action).buffer_unordered(PARALLEL).try_collect())
    }

    fn key(&self, path: &str) -> Result<ObjectPath> {
        let key = format!("{}/{path}", self.url.folder);
        ObjectPath::parse(key).with_context(|| format!("{path} cannot be the name of an object; rename the file"))
    }

    fn unless_missing<T>(&self, result: object_store::Result<T>, doing: &str) -> Result<Option<T>> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(explain(&self.url, doing, &error)),
        }
    }
}

/// Files whose names are hashes of their content never change.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// Parts of pages may be ten minutes old, as on GitHub Pages; the addresses of style sheets and scripts change with them.
const SHORTLY: &str = "public, max-age=600";
/// All else is asked for again each time, which costs nothing while it is the same.
const ASKED: &str = "public, max-age=0, must-revalidate";

/// The metadata field that holds the mark of an object.
const MARK: Attribute = Attribute::Metadata(std::borrow::Cow::Borrowed("margent"));

/// Returns the value of `Cache-Control` (RFC 9111 §5.2.2) for the file `path`.
fn cache_control(path: &str) -> &'static str {
    if let Some(name) = path.strip_prefix(SEARCH_INDEX) {
        let is_hash = name.rsplit_once('.').is_some_and(|(_, extension)| extension.starts_with("pf_"));
        return if is_hash { FOREVER } else { ASKED };
    }
    let kind = media_type(path);
    let is_part = ["image/", "font/", "audio/", "video/", "text/css", "text/javascript"];
    if is_part.iter().any(|part| kind.starts_with(part)) { SHORTLY } else { ASKED }
}

/// Returns the mark of the file `path`: a hash of its content, whose hash is `content`, and of its header fields.
pub(super) fn mark(path: &str, content: Key) -> String {
    let fields = [media_type(path), cache_control(path)];
    let hasher = fields.iter().fold(Hasher::new().key(content), |hasher, field| hasher.bytes(field.as_bytes()));
    format!("{:032x}", hasher.finish())
}

/// Returns the header fields of the file `path`, and its mark.
pub(super) fn attributes(path: &str, mark: &str) -> Attributes {
    let fields: [(Attribute, AttributeValue); 3] = [
        (Attribute::ContentType, media_type(path).into()),
        (Attribute::CacheControl, cache_control(path).into()),
        (MARK, mark.to_owned().into()),
    ];
    fields.into_iter().collect()
}

/// Returns the mark among the header fields of an object.
fn mark_in(attributes: &Attributes) -> Option<String> {
    attributes.get(&MARK).map(|mark| mark.as_ref().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_are_hashes_are_kept_for_good() {
        for (path, expected) in [
            ("search/pagefind/fragment/en_be629d9.pf_fragment", FOREVER),
            ("search/pagefind/pagefind-entry.json", ASKED),
            ("search/pagefind/pagefind.js", ASKED),
            ("broadsheet.css", SHORTLY),
            ("articles/pier/pier.jpg", SHORTLY),
            ("articles/pier/index.html", ASKED),
            ("feed.atom", ASKED),
            ("table.csv", ASKED),
        ] {
            assert_eq!(cache_control(path), expected, "{path}");
        }
    }

    #[test]
    fn a_mark_covers_the_fields() {
        assert_eq!(mark("a.html", 1), mark("b.html", 1));
        assert_ne!(mark("a.html", 1), mark("a.html", 2));
        assert_ne!(mark("a.html", 1), mark("a.xml", 1));
        assert_eq!(mark_in(&attributes("a.html", "m")).as_deref(), Some("m"));
    }
}
