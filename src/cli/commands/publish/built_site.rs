//! A site that may be published.

use std::path::PathBuf;

use anyhow::{Result, bail};

use super::build_folder::BuildFolder;
use crate::Site;
use crate::base::text::characters::printable;
use crate::base::text::words;
use crate::cli::args::GlobalArgs;
use crate::cli::reports::fault_report;
use crate::editor::advice::{self, AdviceContext, EarlierSite};
use crate::pipeline::content::Content;
use crate::publish::SiteAddress;

/// A site that is built and checked, and may be published.
pub(super) struct BuiltSite {
    pub(super) site: Site,
    pub(super) content: Content,
    pub(super) address: SiteAddress,
    pub(super) folder: BuildFolder,
    /// The files below [`BuiltSite::files`].
    pub(super) paths: Vec<String>,
}

impl BuiltSite {
    /// Returns the folder of the finished files.
    pub(super) fn files(&self) -> PathBuf {
        self.folder.path.join("site")
    }

    /// Returns the site's title, in one line.
    pub(super) fn title(&self) -> String {
        printable(&words::collapse_space(&self.site.config.title))
    }

    /// Shows the addresses that were published and that readers would lose.
    ///
    /// # Errors
    /// When such advice shall stop the command.
    pub(super) fn show_lost(&self, global: &GlobalArgs, published: &EarlierSite) -> Result<()> {
        let (site, content) = (&self.site, &self.content);
        let context = AdviceContext { site, inputs: &site.inputs, content, earlier: published };
        let lost = advice::lost_addresses(&context);
        fault_report::show(global, &site.inputs, &lost)?;
        if fault_report::are_fatal(global, &lost) {
            bail!("nothing was published: addresses would be lost, which --deny advice treats as an error");
        }
        Ok(())
    }
}
