//! Runs `docs/tutorial.md` in an empty folder, block by block, and looks at what it leads to.

use crate::common;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::Outputs;
use dom_query::Document;
use margent::base::text::path::percent_decode;

/// Where the tutorial says that its site will be read.
const ADDRESS: &str = "https://you.github.io/digest";

/// The blocks of the shell.
fn blocks() -> Vec<String> {
    let text =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/tutorial.md")).expect("the tutorial");
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while lines.any(|line| line == "```sh") {
        blocks.push(lines.by_ref().take_while(|line| *line != "```").collect::<Vec<_>>().join("\n"));
    }
    blocks
}

/// A shell with margent, git and a remote, in a folder of its own.
struct Shell {
    home: tempfile::TempDir,
    folder: PathBuf,
}

impl Shell {
    fn new() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path().join("empty");
        fs::create_dir(&folder).expect("made");
        let shell = Self { home, folder };
        // The repository on GitHub, as far as git is concerned.
        let config = format!(
            "[user]\n\tname = Editor\n\temail = editor@digest.press\n[init]\n\tdefaultBranch = main\n\
             [url \"{}\"]\n\tinsteadOf = https://github.com/YOU/digest.git\n",
            shell.remote().display()
        );
        fs::write(shell.home.path().join("config"), config).expect("written");
        shell.command("git").args(["init", "-q", "--bare"]).arg(shell.remote()).status().expect("git is installed");
        shell
    }

    fn remote(&self) -> PathBuf {
        self.home.path().join("remote.git")
    }

    fn command(&self, program: &str) -> Command {
        let programs = Path::new(env!("CARGO_BIN_EXE_margent")).parent().expect("a folder").display();
        let path = format!("{programs}:{}", std::env::var_os("PATH").expect("a PATH").to_string_lossy());
        let mut command = Command::new(program);
        command.current_dir(&self.folder).env("PATH", path).env("HOME", self.home.path());
        command.env("GIT_CONFIG_GLOBAL", self.home.path().join("config")).env("GIT_CONFIG_NOSYSTEM", "1");
        command
    }

    /// Runs a block and stays in the folder where it ends.
    fn run(&mut self, block: &str) -> String {
        let ended = self.home.path().join("ended");
        let script = format!("set -e\n{block}\npwd > {}", ended.display());
        let output = self.command("sh").args(["-c", &script]).output().expect("a shell");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{block}\n{said}{}", String::from_utf8_lossy(&output.stderr));
        self.folder = PathBuf::from(fs::read_to_string(ended).expect("written").trim());
        said
    }

    fn published(&self) -> Outputs {
        let folder = self.home.path().join("checkout");
        let cloned =
            self.command("git").args(["clone", "-q", "-b", "gh-pages"]).arg(self.remote()).arg(&folder).status();
        assert!(cloned.expect("git is installed").success());
        fs::remove_dir_all(folder.join(".git")).expect("removed");
        common::read_files(&folder)
    }
}

#[test]
fn the_tutorial_ends_with_a_published_site() {
    let mut shell = Shell::new();
    let said: Vec<String> = blocks().iter().map(|block| shell.run(block)).collect();
    assert!(said.len() > 5, "the tutorial has lost its blocks");
    assert!(said.concat().contains(&format!("{ADDRESS}/: ")), "{said:#?}");
    assert!(said.last().is_some_and(|last| last.contains("nothing to publish")), "{said:#?}");
    assert!(said.concat().contains("Deploy from a branch"), "{said:#?}");

    let published = shell.published();
    shell.run(&format!("margent build --deny warnings --base-url {ADDRESS}"));
    assert_eq!(published, common::read_files(&shell.folder.join("public")));
    let (links, broken) = crawl(&published);
    assert!(broken.is_empty(), "{broken:#?}");
    assert!(links > 100 && published.contains_key("articles/fog-closes-the-bay/index.html"), "{links} links");
    let commits = shell.run(&format!("git -C {} rev-list --count gh-pages", shell.remote().display()));
    assert_eq!(commits.trim(), "2");
}

/// Follows every address of every page as a browser would below `ADDRESS`: how many there are, and those of the site
/// that lead nowhere.
fn crawl(files: &Outputs) -> (usize, BTreeSet<String>) {
    let pages = files.iter().filter(|(path, _)| path.ends_with(".html"));
    let pages: BTreeMap<&str, Document> =
        pages.map(|(path, bytes)| (path.as_str(), Document::from(&*String::from_utf8_lossy(bytes)))).collect();
    let mut links = 0;
    let mut broken = BTreeSet::new();
    for (path, page) in &pages {
        for element in page.select("[href], [src]").iter() {
            let address = element.attr("href").or_else(|| element.attr("src")).expect("selected by it");
            let Some((target, fragment)) = inside(path, &address) else { continue };
            links += 1;
            let whole = [target.clone(), format!("{target}index.html"), format!("{target}/index.html")];
            let there = whole.iter().find(|path| files.contains_key(*path));
            let named = |page: &str| pages[page].select(&format!("[id='{}']", percent_decode(&fragment))).exists();
            let fits = fragment.is_empty() || fragment.starts_with(":~:") || there.is_some_and(|page| named(page));
            if there.is_none() || !fits {
                broken.insert(format!("{path}: {address}"));
            }
        }
    }
    (links, broken)
}

/// Path and fragment, if the address is one of this host. What lies outside of the site's folder is no path of it.
fn inside(page: &str, address: &str) -> Option<(String, String)> {
    let (rest, fragment) = address.split_once('#').unwrap_or((address, ""));
    let rest = rest.split('?').next().unwrap_or_default();
    let host = ADDRESS.trim_end_matches("/digest");
    let path = match rest.strip_prefix(host) {
        Some(path) => path.to_owned(),
        None if rest.contains(':') || rest.starts_with("//") => return None,
        None if rest.is_empty() => format!("/digest/{page}"),
        None if rest.starts_with('/') => rest.to_owned(),
        None => format!("/digest/{}{rest}", page.rfind('/').map_or("", |at| &page[..=at])),
    };
    let path = path.strip_prefix("/digest/").map_or(format!("outside of the site: {path}"), str::to_owned);
    Some((percent_decode(&path), fragment.to_owned()))
}

#[test]
fn the_crawl_finds_what_is_broken() {
    let page = "<a href='/digest/b/#x'>1</a><a href='/digest/c/'>2</a><a href='/b/'>3</a><a href='#no'>4</a>\
                <img src='no.png'><a href='https://elsewhere.press/'>5</a><a href='b/'>6</a><a href=''>7</a>";
    let files = [("index.html", page), ("b/index.html", "<p id=x>")];
    let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into();
    let (links, broken) = crawl(&files);
    assert_eq!((links, broken.len()), (7, 4), "{broken:#?}");
}
