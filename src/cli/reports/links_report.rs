//! The results of `margent check --external`.

use std::collections::BTreeMap;

use serde_json::json;

use crate::base::text::characters::printable;
use crate::cli::args::CheckArgs;
use crate::cli::terminal::{BOLD, PLAIN, plural};
use crate::editor::external_links::LinkMention;
use crate::pipeline::link_results::{LinkResult, LinkResults, LinkStatus, Reachability};

/// A line of the table.
#[derive(Default)]
struct LinkRow {
    addresses: usize,
    mentions: usize,
    why: String,
}

/// The links that need attention as a table, the most urgent first. A host that is not found has one line.
pub(in crate::cli) fn table(mentions: &BTreeMap<String, Vec<LinkMention>>, results: &LinkResults) -> String {
    let mut rows: BTreeMap<(LinkStatus, &str), LinkRow> = BTreeMap::new();
    for (address, result) in results.links.iter().filter(|(_, result)| result.status != LinkStatus::Fine) {
        let host = address.split('/').nth(2).filter(|_| result.missing.is_some());
        let row = rows.entry((result.status, host.unwrap_or(address))).or_default();
        row.addresses += 1;
        row.mentions += mentions[address].len();
        row.why = result.to.as_ref().map_or_else(|| result.why.clone(), |to| format!("now {to}"));
    }
    if rows.is_empty() {
        return String::new();
    }
    let mut text = format!("{BOLD}{:<12}  places  address{PLAIN}\n", "link");
    for ((status, name), LinkRow { addresses, mentions, why }) in rows {
        let more = if addresses > 1 { format!(" ({addresses} addresses)") } else { String::new() };
        let (status, name) = (status.name(), printable(name));
        text.push_str(&format!("{status:<12}  {mentions:>6}  {name}{more}\n{:22}{why}\n", ""));
    }
    text.push('\n');
    text
}

/// One JSON object a line.
pub(in crate::cli) fn json_lines(results: &LinkResults, args: &CheckArgs) -> String {
    let shown = results.links.iter().filter(|(_, result)| args.all || result.status != LinkStatus::Fine);
    shown.map(|(address, result)| as_json(address, result) + "\n").collect()
}

fn as_json(address: &str, result: &LinkResult) -> String {
    let LinkResult { status, why, to, checked, from, .. } = result;
    let link = json!({ "address": address, "class": status, "why": why, "to": to, "checked": checked, "from": from });
    json!({ "link": link }).to_string()
}

/// The number of links of each status.
pub(in crate::cli) fn summary(results: &LinkResults, requested: usize) -> String {
    let count = |status| results.links.values().filter(|result| result.status == status).count();
    let counts = LinkStatus::ALL.iter().rev().map(|status| format!("{} {}", count(*status), status.name()));
    let counts = counts.collect::<Vec<_>>().join(", ");
    let total = match results.links.len() {
        1 => "1 address".to_owned(),
        n => format!("{n} addresses"),
    };
    let private = results.links.values().filter(|result| result.reachability == Reachability::Private).count();
    let private = if private > 0 {
        format!(", {} skipped", plural(private, "private address").replace("addresss", "addresses"))
    } else {
        String::new()
    };
    format!("{BOLD}{total}{PLAIN}: {counts}; {requested} checked now{private}\n")
}
