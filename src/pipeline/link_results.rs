//! The results of following the links that leave the site, as stored by `margent check --external`: an input of the
//! page `/links/`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::base::text::path::RelPath;
use crate::pipeline::inputs::{Inputs, LINKS};

/// The status of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LinkStatus {
    /// 404, 410, or no such host in two checks a day apart.
    Dead,
    /// It redirects to a new address for good.
    Moved,
    /// Nobody can tell: it is refused, too busy, too slow, its host is not found, or its encryption is at fault.
    Unverifiable,
    /// It still works.
    Fine,
}

impl LinkStatus {
    /// Every status, the most urgent first.
    pub const ALL: [Self; 4] = [Self::Dead, Self::Moved, Self::Unverifiable, Self::Fine];

    /// One word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dead => "dead",
            Self::Moved => "moved",
            Self::Unverifiable => "unverifiable",
            Self::Fine => "fine",
        }
    }
}

/// The result of following an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkResult {
    /// Whether it works.
    #[serde(rename = "class")]
    pub status: LinkStatus,
    /// The reason: `404 Not Found`.
    pub why: String,
    /// Its new address, if it has moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The time since which its host has not been found, in seconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<i64>,
    /// The time of the request, in seconds since 1970.
    pub checked: i64,
    /// The files that mention it.
    #[serde(default)]
    pub from: Vec<String>,
    /// Anything but [`Reachability::Reached`] means that the result says nothing about the address. Not stored.
    #[serde(skip)]
    pub reachability: Reachability,
}

/// The outcome of sending a request for an address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reachability {
    /// It was sent, as far as this side is concerned.
    #[default]
    Reached,
    /// The address is private, and none was sent.
    Private,
    /// The name server or the network was out of reach.
    NoNetwork,
}

/// The reason for an address that is dead because its host does not exist.
pub(crate) const NO_HOST: &str = "no such host";

const DAY: i64 = 24 * 60 * 60;

impl LinkResult {
    /// Creates a result of this status, for this reason.
    pub fn new(status: LinkStatus, why: impl Into<String>, checked: i64) -> Self {
        Self {
            status,
            why: why.into(),
            to: None,
            missing: None,
            checked,
            from: Vec::new(),
            reachability: Reachability::Reached,
        }
    }

    /// Combines the result with that of the check `before`. A host that is not found may be gone, or a network may have
    /// failed; it counts as gone if it was not found in two checks a day apart.
    pub fn after(mut self, before: Option<&Self>) -> Self {
        let since = before.and_then(|before| before.missing);
        if let (Some(now), Some(since)) = (self.missing, since) {
            self.missing = Some(since);
            if now - since >= DAY {
                (self.status, self.why) = (LinkStatus::Dead, NO_HOST.to_owned());
            }
        }
        self
    }

    /// Returns whether it is still current at `now`. Dead and unverifiable links are checked again after a day.
    pub(crate) fn holds(&self, now: i64, max_age: i64) -> bool {
        let age = match self.status {
            LinkStatus::Fine | LinkStatus::Moved => max_age,
            LinkStatus::Dead | LinkStatus::Unverifiable => max_age.min(DAY),
        };
        (0..age).contains(&(now - self.checked))
    }
}

/// The results of following all addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LinkResults {
    /// Address, without `#fragment` → its result.
    pub links: BTreeMap<String, LinkResult>,
}

impl LinkResults {
    /// The results that the inputs hold; `None` if no check was made, or none that this program understands.
    pub fn of(inputs: &Inputs) -> Option<Self> {
        let file = inputs.files.get(&RelPath::new(LINKS)?)?;
        serde_json::from_slice(&file.content().ok()?).ok()
    }

    /// The results as JSON, without those of private addresses, which were not requested.
    pub(crate) fn to_json(&self) -> Vec<u8> {
        let kept = self.links.iter().filter(|(_, finding)| finding.reachability != Reachability::Private);
        let kept = Self { links: kept.map(|(address, finding)| (address.clone(), finding.clone())).collect() };
        // Texts and numbers alone: that cannot fail.
        serde_json::to_vec_pretty(&kept).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_a_finding_holds() {
        let finding = |status| LinkResult::new(status, "", 1_000_000);
        let holds = |status, days: i64, max: i64| finding(status).holds(1_000_000 + days * DAY, max * DAY);
        assert!(holds(LinkStatus::Fine, 6, 7) && holds(LinkStatus::Moved, 6, 7) && !holds(LinkStatus::Fine, 7, 7));
        assert!(
            holds(LinkStatus::Dead, 0, 7) && !holds(LinkStatus::Dead, 1, 7) && !holds(LinkStatus::Unverifiable, 1, 7)
        );
        assert!(!holds(LinkStatus::Fine, 0, 0) && !holds(LinkStatus::Dead, 0, 0));
        // A clock that was ahead.
        assert!(!holds(LinkStatus::Fine, -1, 7));
    }

    fn host_not_found(now: i64) -> LinkResult {
        LinkResult { missing: Some(now), ..LinkResult::new(LinkStatus::Unverifiable, "the host is not found", now) }
    }

    #[test]
    fn a_host_is_gone_after_two_checks() {
        let first = host_not_found(DAY).after(None);
        let soon = host_not_found(2 * DAY - 1).after(Some(&first));
        assert_eq!((soon.status, soon.missing), (LinkStatus::Unverifiable, Some(DAY)));
        let later = host_not_found(2 * DAY).after(Some(&soon));
        assert_eq!((later.status, later.why.as_str(), later.missing), (LinkStatus::Dead, NO_HOST, Some(DAY)));
        // It was there in between.
        let there = LinkResult::new(LinkStatus::Fine, "200 OK", 2 * DAY).after(Some(&first));
        assert_eq!(host_not_found(9 * DAY).after(Some(&there)).status, LinkStatus::Unverifiable);
    }

    #[test]
    fn a_refusal_is_not_kept() {
        let fine = LinkResult::new(LinkStatus::Fine, "200 OK", 1);
        let refused = LinkResult { reachability: Reachability::Private, ..fine.clone() };
        let links = [("https://a.example/".to_owned(), fine), ("https://b.example/".to_owned(), refused)].into();
        let kept: LinkResults = serde_json::from_slice(&LinkResults { links }.to_json()).expect("JSON");
        assert_eq!(kept.links.keys().collect::<Vec<_>>(), ["https://a.example/"]);
    }
}
