//! Publications to a bucket in memory.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Result, ensure};
use futures_util::TryStreamExt;
use object_store::memory::InMemory;
use object_store::path::Path as ObjectPath;
use object_store::{ObjectStore, ObjectStoreExt};

use super::{Bucket, BucketLock, LockRule, NewObjects, PublishedObjects, foreign_objects, upload};
use crate::pipeline::config::BucketUrl;
use crate::pipeline::output::{self, Destination, Manifest};
use crate::publish::changes::SiteChanges;
use crate::{Inputs, Memo, Site};

/// The contents of a bucket: path → bytes.
type Contents = BTreeMap<String, Vec<u8>>;

/// A site that is built below a folder.
struct Finished {
    site: Site,
    folder: tempfile::TempDir,
}

impl Finished {
    fn of(files: &[(&str, &str)]) -> Self {
        let config = ("site.toml", "title = \"Quay\"\nbase_url = \"https://digest.press/of\"\n");
        let files = files.iter().copied().chain([config]);
        let mut inputs = Inputs::in_memory(files.map(|(path, text)| (path, text.as_bytes())));
        inputs.now = 1_600_000_000;
        let site = crate::load(inputs, &Memo::default()).site;
        let folder = tempfile::tempdir().expect("a folder");
        let to = Destination { out: folder.path().join("site"), manifest: folder.path().join("manifest") };
        let written = output::write(&site, &to, &|_, _| Ok(())).expect("the disk works");
        written.expect("a sound site");
        Self { site, folder }
    }

    fn contents(&self) -> Contents {
        let manifest = Manifest::load(&self.folder.path().join("manifest")).expect("readable");
        let read = |path: &str| std::fs::read(self.folder.path().join("site").join(path)).expect("there");
        manifest.entries.keys().map(|path| (path.to_string(), read(path))).collect()
    }

    /// Publishes it; stops after some objects. Returns the number of objects sent and deleted.
    fn publish(&self, bucket: &Bucket, stop: usize) -> Result<usize> {
        let folder = self.folder.path().join("site");
        let memory = self.folder.path().join("lock");
        let manifest = Manifest::load(&self.folder.path().join("manifest"))?;
        let new = NewObjects::new(&self.site, &folder, "Quay", &manifest);
        let lock = BucketLock::take(bucket, &memory, 0, LockRule::Respect)?;
        let published = PublishedObjects::read(bucket)?;
        let changes = SiteChanges::between(&published.marks, &new.marks);
        ensure!(foreign_objects(bucket, &published, &changes)?.is_empty(), "foreign objects");
        let done = Cell::new(0);
        let uploaded = upload((bucket, &lock), &published, &new, &changes, &|| count(&done, stop));
        lock.release()?;
        uploaded.map(|_| done.get())
    }
}

fn count(done: &Cell<usize>, stop: usize) -> Result<()> {
    ensure!(done.get() < stop, "stopped");
    done.set(done.get() + 1);
    Ok(())
}

fn bucket() -> (Bucket, Arc<InMemory>) {
    let store = Arc::new(InMemory::new());
    let url = BucketUrl::parse("s3://digest/of").expect("an address");
    (Bucket::with_store(&url, Arc::clone(&store) as Arc<dyn ObjectStore>).expect("opened"), store)
}

fn wait<T>(future: impl Future<Output = object_store::Result<T>>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(future).expect("the store works")
}

fn put(store: &InMemory, key: &str, text: &'static str) {
    wait(store.put(&ObjectPath::from(key), text.into()));
}

/// Everything in the bucket's folder but margent's records.
fn contents(store: &InMemory) -> Contents {
    let listed: Vec<_> = wait(store.list(Some(&ObjectPath::from("of"))).try_collect());
    let read = |key: &ObjectPath| wait(async { store.get(key).await?.bytes().await }).to_vec();
    let objects = listed.iter().map(|object| (object.location.as_ref()[3..].to_owned(), read(&object.location)));
    objects.filter(|(path, _)| !path.starts_with(".margent/")).collect()
}

/// Follows the addresses in pages from the front page on, as readers do; returns those at which there is nothing. A new
/// page to which none leads yet may lead to others that are still to come.
fn missing(objects: &Contents) -> Vec<String> {
    let (mut missing, mut found) = (Vec::new(), vec!["index.html".to_owned()]);
    let mut next = 0;
    while let Some(path) = found.get(next).cloned() {
        next += 1;
        let page = String::from_utf8_lossy(&objects[&path]);
        let values = ["href=\"/of/", "src=\"/of/"].into_iter().flat_map(|start| page.split(start).skip(1));
        for value in values {
            let target = &value[..value.find(['"', '?', '#']).expect("a quotation mark")];
            let is_folder = target.is_empty() || target.ends_with('/');
            let target = if is_folder { format!("{target}index.html") } else { target.to_owned() };
            if !objects.contains_key(&target) {
                missing.push(format!("{path} → {target}"));
            } else if target.ends_with(".html") && !found.contains(&target) {
                found.push(target);
            }
        }
    }
    missing
}

fn article(title: &str, text: &str) -> String {
    format!("+++\ntitle = \"{title}\"\ndate = 2020-01-01\ntags = [\"{title}\"]\n+++\n{text}\n")
}

fn three_sites() -> [Finished; 3] {
    let (pier, ferry) = (article("Pier", "See [the ferry](ferry.md)."), article("Ferry", "It sails."));
    let (pier2, dock) = (article("Pier", "See [the dock](dock.md)."), article("Dock", "![](/dock.svg) It is dry."));
    let dock2 = article("Dock", "It is wet.");
    let (at_pier, at_ferry, at_dock) =
        ("content/articles/pier.md", "content/articles/ferry.md", "content/articles/dock.md");
    [
        Finished::of(&[(at_pier, &pier), (at_ferry, &ferry)]),
        Finished::of(&[(at_pier, &pier2), (at_dock, &dock), ("content/static/dock.svg", "<svg/>")]),
        Finished::of(&[(at_dock, &dock2), (at_ferry, &ferry)]),
    ]
}

#[test]
fn a_publication_can_be_cut_after_any_object() {
    let [old, new, next] = three_sites();
    assert_eq!(missing(&old.contents()), [""; 0]);
    for stop in 0.. {
        let (bucket, store) = bucket();
        // The first publication is cut, too.
        assert!(old.publish(&bucket, stop % 7).is_err());
        old.publish(&bucket, usize::MAX).expect("published");
        assert_eq!(contents(&store), old.contents());
        put(&store, "of/theirs.txt", "theirs");
        let is_whole = new.publish(&bucket, stop).is_ok();
        assert_eq!(missing(&contents(&store)), [""; 0], "after {stop}");
        // What comes next may be another site than that which was cut.
        let last = if stop % 2 == 0 { &new } else { &next };
        last.publish(&bucket, usize::MAX).expect("published");
        let mut expected = last.contents();
        expected.insert("theirs.txt".to_owned(), b"theirs".to_vec());
        assert_eq!(contents(&store), expected, "after {stop}");
        if is_whole {
            assert!(stop > 20, "{stop}");
            break;
        }
    }
}

#[test]
fn only_what_changed_is_sent() {
    let [old, new, _] = three_sites();
    let (bucket, _) = bucket();
    assert_eq!(old.publish(&bucket, usize::MAX).expect("published"), old.contents().len());
    assert_eq!(old.publish(&bucket, 0).expect("nothing to send"), 0);
    let (before, after) = (old.contents(), new.contents());
    let paths: std::collections::BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let differ = paths.into_iter().filter(|path| before.get(*path) != after.get(*path)).count();
    assert_eq!(new.publish(&bucket, usize::MAX).expect("published"), differ);
}

#[test]
fn objects_of_others_are_kept() {
    let [old, new, _] = three_sites();
    let (bucket, store) = bucket();
    put(&store, "of/dock.svg", "theirs");
    let refused = old.publish(&bucket, usize::MAX).expect_err("objects of others");
    assert_eq!(refused.to_string(), "foreign objects");
    wait(store.delete(&ObjectPath::from("of/dock.svg")));
    old.publish(&bucket, usize::MAX).expect("published");
    // In a place that the next site needs, also after a publication that was cut.
    put(&store, "of/dock.svg", "theirs");
    assert!(new.publish(&bucket, usize::MAX).is_err());
    assert_eq!(contents(&store)["dock.svg"], b"theirs");
    wait(store.delete(&ObjectPath::from("of/dock.svg")));
    assert!(new.publish(&bucket, 0).is_err());
    put(&store, "of/dock.svg", "theirs");
    assert!(new.publish(&bucket, usize::MAX).is_err());
    assert_eq!(contents(&store)["dock.svg"], b"theirs");
    // One of ours that somebody has replaced, and that the next site does not need.
    put(&store, "of/articles/ferry/index.html", "theirs");
    wait(store.delete(&ObjectPath::from("of/dock.svg")));
    new.publish(&bucket, usize::MAX).expect("published");
    assert_eq!(contents(&store)["articles/ferry/index.html"], b"theirs");
}

#[test]
fn one_publishes_at_a_time() {
    let (bucket, store) = bucket();
    let folder = tempfile::tempdir().expect("a folder");
    let (here, there) = (folder.path().join("here"), folder.path().join("there"));
    let first = BucketLock::take(&bucket, &here, 0, LockRule::Respect).expect("free");
    let refused = BucketLock::take(&bucket, &there, 180, LockRule::Respect).err().expect("held").to_string();
    assert!(refused.starts_with("s3://digest/of is locked: "), "{refused}");
    assert!(refused.contains("for 3 minutes") && refused.contains("--break-lock"), "{refused}");
    // Left behind by a publication from the same folder.
    let second = BucketLock::take(&bucket, &here, 0, LockRule::Respect).expect("ours");
    assert!(first.require().expect_err("taken over").to_string().contains("was broken"));
    first.release().expect("the store works");
    second.require().expect("still held");
    let third = BucketLock::take(&bucket, &there, 0, LockRule::Break).expect("broken");
    assert!(second.require().is_err());
    third.release().expect("released");
    assert!(wait(store.list(None).try_collect::<Vec<_>>()).is_empty());
}
