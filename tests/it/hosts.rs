//! `[build] host`: the files in which hosts read how to serve a site.

use margent::pipeline::plan::Output;

use crate::common::{Files, load_valid, render_page, site};

fn hosted(host: &str, files: &[(&str, &str)]) -> Files {
    let mut files = site(files);
    files.entry("site.toml".to_owned()).or_default().push_str(&format!("[build]\nhost = \"{host}\"\n"));
    files
}

#[test]
fn former_addresses_are_redirects_of_the_host() {
    let article =
        "+++\ntitle = \"Pier\"\ndate = 2019-05-01\naliases = [\"/old/pier\", \"/pier.html\", \"/옛/\"]\n+++\nText.\n";
    for (host, status) in [("netlify", "301!"), ("cloudflare", "301")] {
        let files = hosted(host, &[("content/articles/pier.md", article)]);
        let expected = ["/old/pier", "/old/pier/", "/pier.html", "/%EC%98%9B", "/%EC%98%9B/"]
            .map(|from| format!("{from} /articles/pier/ {status}\n"));
        assert_eq!(render_page(&files, "_redirects"), expected.concat());
        // For previews, and for those that the host does not take.
        assert!(render_page(&files, "old/pier/index.html").contains("/articles/pier/"));
    }
}

#[test]
fn what_has_a_version_in_its_address_is_kept() {
    let mut files = hosted("cloudflare", &[]);
    files.entry("site.toml".to_owned()).or_default().push_str("[theme]\naccent = \"#1a5fb4\"\n");
    let headers = render_page(&files, "_headers");
    for (path, seconds) in [
        ("/broadsheet.css", "31536000, immutable"),
        ("/search.js", "31536000, immutable"),
        ("/accent.css", "31536000, immutable"),
        ("/fonts/broadsheet-serif.woff2", "2592000"),
    ] {
        assert!(
            headers.contains(&format!("\n{path}\n  Cache-Control: public, max-age={seconds}\n")),
            "{path}: {headers}"
        );
    }
    assert!(!headers.contains("favicon") && !headers.contains("OFL"), "{headers}");
}

#[test]
fn rules_that_a_host_does_not_read_are_not_written() {
    let fonts: Vec<String> = (0..120).map(|n| format!("themes/bay/static/fonts/{n}.woff2")).collect();
    let mut theme: Vec<(&str, &str)> = fonts.iter().map(|path| (path.as_str(), "font")).collect();
    theme.push(("themes/bay/theme.toml", "extends = \"broadsheet\"\n"));
    for (host, all) in [("cloudflare", false), ("netlify", true)] {
        let mut files = hosted(host, &theme);
        files.entry("site.toml".to_owned()).or_default().push_str("[theme]\nname = \"bay\"\n");
        let headers = render_page(&files, "_headers");
        let rules = headers.lines().filter(|line| line.starts_with('/')).count();
        assert!(if all { rules > 120 } else { rules == 100 }, "{host}: {rules}");
    }
}

#[test]
fn the_files_of_a_site_itself_win() {
    assert!(!load_valid(&site(&[])).plan.outputs.contains_key("_headers"));
    let files = hosted("netlify", &[("content/static/_headers", "/*\n  X-Robots-Tag: noindex\n")]);
    let plan = load_valid(&files).plan;
    assert!(matches!(plan.outputs["_headers"], Output::File(_)));
    assert!(matches!(plan.outputs["_redirects"], Output::HostRedirects(_)));
}
