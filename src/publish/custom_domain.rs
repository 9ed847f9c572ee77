//! The custom domain of a site on GitHub Pages: the file `CNAME`.

use super::host::{host, is_placeholder, parse_domain};
use super::site_address::{AddressSource, SiteAddress};
use crate::base::codes;
use crate::base::diagnostic::{Diagnostic, Span};
use crate::base::text::path::RelPath;
use crate::pipeline::config;
use crate::pipeline::site::Site;

/// The file that names the custom domain.
pub(crate) const CNAME: &str = "content/static/CNAME";

/// Checks that `CNAME` names a domain, and that the site is built for it: GitHub serves the site there and nowhere
/// else.
pub(super) fn check(site: &Site, address: &SiteAddress) -> Vec<Diagnostic> {
    let Some((path, text)) = read_cname(site) else { return Vec::new() };
    let fault = |message: String| Diagnostic::new(codes::WRONG_DOMAIN, message).at(Span::file(&path));
    let Some(domain) = parse_domain(&text) else {
        let hint = "write a single domain, such as digest.example.org";
        return vec![fault("this is not the name of a domain".to_owned()).hint(hint)];
    };
    let url = format!("https://{domain}");
    let mut faults = Vec::new();
    if address.source == AddressSource::Option && address.url != url {
        let message = format!("GitHub serves the site at {domain}, and --base-url is {}", address.url);
        faults.push(fault(message).hint("leave out --base-url, or remove the file"));
    }
    // The pipeline was given the address, so what the editor wrote has to be read from the file.
    let configured = configured_base_url(site);
    if !is_placeholder(&configured) && host(&configured) != domain {
        let message = format!("GitHub serves the site at {domain}, and `base_url` in site.toml is {configured}");
        faults.push(fault(message).hint(format!("write base_url = \"{url}\" there, or remove the file")));
    }
    faults
}

/// Reads `CNAME`, if the site has it: its path and its text.
fn read_cname(site: &Site) -> Option<(RelPath, String)> {
    let path = RelPath::new(CNAME)?;
    let text = String::from_utf8_lossy(site.inputs.files.get(&path)?.head()).into_owned();
    Some((path, text))
}

/// Reads `base_url` from `site.toml`, whatever address the site is built for.
pub(crate) fn configured_base_url(site: &Site) -> String {
    let mut inputs = site.inputs.clone();
    inputs.options.base_url = None;
    config::read(&inputs).value.base_url
}
