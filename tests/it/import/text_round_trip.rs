//! A law: an article that is copied out as text, with what pages put around it and lines broken as captures break them,
//! is imported as the same article. And of any text, every word is in an article or in its list of what was removed.

use std::fmt::Write as _;

use crate::common::importer::{Importer, ShownBlock, assert_nothing_lost, shown_blocks, site_with_outlets};
use crate::common::random_cases;
use margent::base::text::slug::slugify;
use proptest::prelude::*;

/// Words of texts. None is a name of an outlet, a month, or a word of the first person.
const WORDS: &[&str] = &[
    "quay",
    "harbour",
    "salt",
    "lamp",
    "keeper",
    "24-hour",
    "channel",
    "pier",
    "winter",
    "ice",
    "barge",
    "crane",
    "tide",
    "rope",
    "the",
    "of",
    "and",
    "with",
    "under",
    "between",
    "slow",
    "old",
    "green",
    "carried",
    "opened",
    "closed",
    "again",
    "nobody",
    "it’s",
    "keepers’",
    "[later]",
    "*most*",
    "snow_line",
    "3.5",
    "<b>",
    "R&D",
    "40%",
    "(in part)",
    "`dry`",
    "a|b",
    "…",
    "섬",
    "등대",
];
const NAMES: &[&str] = &["Quay", "Lamp", "Sound", "Winter", "Ropewalk", "Causeway", "Barge", "Skarra", "Hald"];
/// Outlets: as it is written, and its key where the site declares it.
const OUTLETS: &[(&str, &str)] = &[
    ("Harbour News", "harbour-news"),
    ("HN", "harbour-news"),
    ("The Hill Times", "hill-times"),
    ("Hill Times", "hill-times"),
    ("Island Wire", "island-wire"),
    ("섬통신", "island-wire"),
    ("Tide Journal", "tide-journal"),
    ("Saltmarsh", "saltmarsh"),
    ("Coast Post", ""),
    ("The Sound Gazette", ""),
    ("Radio Skarra", ""),
    ("Lamp and Line", ""),
    ("AFP", ""),
];
/// What stands above a title and below a text.
const ABOVE: &[&str] = &["Skip to content", "Menu", "Home", "Search for:", "← Older posts"];
const BYLINES: &[&str] =
    &["Posted on by", "Posted on March 3, 2015 by Jane Doe", "By Jane Doe", "3 March 2015", "Posted by admin"];
const BELOW: &[&str] = &[
    "0Shares",
    "12 Shares",
    "Share this:",
    "Tweet",
    "This entry was posted in , , by Jane Doe.",
    "Like this:",
    "Leave a comment",
    "Tagged salt, lamps",
    "Filed under: Harbours",
    "Print",
    "[Feature image courtesy of the Coast Post]",
];
const END: &[&str] = &[
    "Leave a Reply\n\nYour email address will not be published. Required fields are marked *\n\nName *\n\nPost Comment",
    "This site uses Akismet to reduce spam. Learn how your comment data is processed.",
    "2 Comments\n\nKarl\n\nThe barge was late again, and I was on it.\n\nReply\n\nLeave a Reply",
    "Related posts\n\nThe basin in old photographs\n\nWho owns the outer quay",
    "Copyright © 2015 The Quay. All rights reserved.",
];

/// Chooses, the same for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    fn words(&mut self, n: usize) -> String {
        (0..n).map(|_| self.of(WORDS)).collect::<Vec<_>>().join(" ")
    }

    /// A sentence without its stop.
    fn clause(&mut self) -> String {
        let n = 5 + self.below(9);
        format!("{} {}", self.of(&["The", "A", "Every", "No", "In", "Under"]), self.words(n))
    }

    fn paragraph(&mut self) -> String {
        let sentences = (0..1 + self.below(3)).map(|_| match self.below(8) {
            0 => format!("“{},” the keeper said.", self.clause()),
            1 => format!("It was “{}” for the second time.", self.words(3)),
            // A question without long words might be a title.
            2 => format!("{} without the harbour keepers?", self.clause()),
            3 => format!("{} […] {}.", self.clause(), self.words(4)),
            _ => format!("{}.", self.clause()),
        });
        sentences.collect::<Vec<_>>().join(" ")
    }

    /// A paragraph that begins with no quotation mark.
    fn told(&mut self) -> String {
        format!("{} {}. {}", self.of(&["The", "On", "Later"]), self.words(6), self.paragraph())
    }

    fn remark(&mut self) -> String {
        let what = self.of(&[
            "I’d guess that",
            "It is not what I would call",
            "You can read the rest there, but",
            "To my mind",
        ]);
        format!("{} {what} {}.", self.of(&["Still,", "And", "Well,"]), self.words(7))
    }

    fn lead_in(&mut self) -> String {
        format!("{}{}", self.clause(), self.of(&[":", ", in short:", " (not much):"]))
    }

    fn title(&mut self) -> String {
        let words: Vec<&str> = (0..3 + self.below(5)).map(|_| self.of(NAMES)).collect();
        words.join(" ") + self.of(&["", "", "?", "’s", " (Again)", " and ‘Lamp’"])
    }
}

/// An article, and how it reads on its page.
#[derive(Default)]
struct Written {
    title: String,
    /// The outlets of its sources, in order.
    outlets: Vec<String>,
    blocks: Vec<ShownBlock>,
    /// Its paragraphs, brackets included.
    page: Vec<String>,
}

impl Written {
    fn say(&mut self, text: String) {
        self.page.push(text.clone());
        self.blocks.push(ShownBlock::Prose(text));
    }

    fn cite(&mut self, (name, key): (&str, &str)) -> String {
        let bare = slugify(name.trim_start_matches("The "));
        let same = |known: &String| slugify(known.trim_start_matches("The ")) == bare;
        let outlet = if key.is_empty() { name } else { key };
        match self.outlets.iter().find(|known| same(known) || *known == outlet) {
            Some(known) => slugify(known),
            None => {
                self.outlets.push(outlet.to_owned());
                slugify(outlet)
            }
        }
    }

    /// An excerpt that the outlet's name closes.
    fn close(&mut self, dice: &mut Dice, paragraphs: Vec<String>, own_line: bool) {
        let outlet = OUTLETS[dice.below(OUTLETS.len())];
        let locator = dice.of(&["", "", "", ", 30 January 2015", " via Coast Net", ", page 3"]);
        let bracket = format!("[{}{locator}]", outlet.0);
        self.page.extend(paragraphs.iter().cloned());
        match self.page.last_mut() {
            Some(last) if !own_line => {
                let _ = write!(last, "{}{bracket}", dice.of(&[" ", "  ", "\u{a0} "]));
            }
            _ => self.page.push(bracket),
        }
        let id = self.cite(outlet);
        self.blocks.push(ShownBlock::Excerpt(paragraphs, id, format!("— {}{locator}", outlet.0)));
    }

    /// Quoted paragraphs, each opened and only the last closed, in which the speaker tells it to an outlet.
    fn speak(&mut self, dice: &mut Dice, paragraphs: usize) {
        let outlet = OUTLETS[dice.below(8)];
        let mut spoken = vec![format!("“{},” the pilot told {} on Sunday.", dice.clause(), outlet.0)];
        for n in 1..paragraphs {
            let closed = if n + 1 == paragraphs { "”" } else { "" };
            spoken.push(format!("“{}. {}.{closed}", dice.clause(), dice.clause()));
        }
        self.page.extend(spoken.iter().cloned());
        let id = self.cite(outlet);
        self.blocks.push(ShownBlock::Excerpt(spoken, id, format!("— {}", outlet.0)));
    }
}

/// A part of an article: how its excerpt is introduced, paragraphs of commentary before it, paragraphs of the excerpt.
type Part = (u8, usize, usize);

fn article(seed: u64, parts: &[Part], after: usize) -> Written {
    let mut dice = Dice(seed);
    let mut it = Written { title: dice.title(), ..Written::default() };
    let mut spoken = false;
    for (shape, before, length) in parts {
        let paragraphs = |dice: &mut Dice| -> Vec<String> {
            // The first does not look as if only it were quoted.
            (0..*length).map(|n| if n == 0 { dice.told() } else { dice.paragraph() }).collect()
        };
        let own_line = dice.below(6) == 0;
        match shape {
            // Nothing but a paragraph of the editor's stands between two excerpts.
            0 if !spoken => {
                it.say(dice.told());
                let paragraphs = paragraphs(&mut dice);
                it.close(&mut dice, paragraphs, own_line);
            }
            1 => {
                (0..*before).for_each(|_| it.say(dice.told()));
                it.say(dice.remark());
                let paragraphs = paragraphs(&mut dice);
                it.close(&mut dice, paragraphs, own_line);
            }
            2 => {
                (0..*before).for_each(|_| it.say(dice.told()));
                it.say(dice.lead_in());
                it.speak(&mut dice, *length);
                it.say(dice.remark());
            }
            _ => {
                (0..*before).for_each(|_| it.say(dice.told()));
                if dice.below(3) == 0 {
                    let outlet = OUTLETS[dice.below(8)];
                    it.cite(outlet);
                    it.say(format!(
                        "{} {} that {}.",
                        outlet.0,
                        dice.of(&["reports", "said on Monday", "also noted"]),
                        dice.words(5)
                    ));
                }
                it.say(dice.lead_in());
                let paragraphs = paragraphs(&mut dice);
                it.close(&mut dice, paragraphs, own_line);
            }
        }
        spoken = *shape == 2;
    }
    for _ in 0..after {
        let last = if dice.below(2) == 0 { dice.remark() } else { dice.told() };
        it.say(last);
    }
    it
}

/// How a capture breaks lines.
#[derive(Clone, Copy, Debug)]
enum Breaks {
    /// Each paragraph on one line.
    None,
    /// At this column.
    Wrapped(usize),
    /// With an empty line in the middle of some sentences.
    Broken,
}

fn broken(text: &str, breaks: Breaks, dice: &mut Dice) -> String {
    let mut out = String::new();
    let mut column = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        let small = word.starts_with(|c: char| c.is_ascii_lowercase());
        let whole = out.ends_with(|c: char| c.is_ascii_alphabetic() || c == ',');
        let gap = match breaks {
            Breaks::Wrapped(width) if column + 1 + length > width && column > 0 && !word.is_empty() => "\n",
            Breaks::Broken if small && whole && dice.below(20) == 0 => "\n\n",
            _ => " ",
        };
        if !out.is_empty() {
            out.push_str(gap);
            column = if gap == " " { column + 1 } else { 0 };
        }
        out.push_str(word);
        column += length;
    }
    out
}

/// The page: its articles, and what stands around them.
fn page(articles: &[Written], breaks: Breaks, seed: u64) -> String {
    let mut dice = Dice(seed);
    let mut lines: Vec<String> = Vec::new();
    let some = |dice: &mut Dice, list: &[&str], n: usize, lines: &mut Vec<String>| {
        (0..dice.below(n)).for_each(|_| lines.push(dice.of(list).to_owned()));
    };
    some(&mut dice, ABOVE, 3, &mut lines);
    if articles.len() > 1 {
        lines.push(dice.of(&["Tag: Harbours", "Category: Salt", "Archives: March 2015"]).to_owned());
    }
    let bylines = dice.below(2) == 0;
    for article in articles {
        lines.push(article.title.clone());
        if bylines {
            lines.push(dice.of(BYLINES).to_owned());
        }
        for (n, paragraph) in article.page.iter().enumerate() {
            lines.push(if n == 0 { paragraph.clone() } else { broken(paragraph, breaks, &mut dice) });
        }
        some(&mut dice, BELOW, 4, &mut lines);
    }
    some(&mut dice, END, 3, &mut lines);
    let end = dice.of(&["\n", "\r\n"]);
    let mark = dice.of(&["", "", "\u{feff}"]);
    format!("{mark}{}", lines.join("\n\n").replace('\n', end))
}

proptest! {
    #![proptest_config(random_cases(192))]

    #[test]
    fn nothing_is_lost_of_any_text(
        lines in prop::collection::vec(
            (
                prop_oneof![
                    4 => "[“”\"‘’\\[\\]()—–:.,!?#*_<>&`~|+=\\\\/0-9a-zA-Zäß가-힣 \u{a0}\u{200b}\u{301}-]{1,60}",
                    4 => "[A-Z][a-z]{1,8}( [a-zA-Z]{1,8}){2,9}[.:?]? ?(\\[[A-Za-z ,]{1,20}\\])?",
                    2 => prop::sample::select([ABOVE, BYLINES, BELOW, END].concat()).prop_map(str::to_owned),
                    1 => prop::sample::select(&["Tag: Salt", "- one", "1. two", "— Saltmarsh", "[HN]", "“", "I said:"][..]).prop_map(str::to_owned),
                ],
                any::<bool>(),
            ),
            1..25,
        ),
    ) {
        thread_local!(static IMPORTER: Importer = Importer::new(&site_with_outlets()));
        let gap = |joined: &bool| if *joined { "\n" } else { "\n\n" };
        let text: String = lines.iter().map(|(line, joined)| format!("{line}{}", gap(joined))).collect();
        IMPORTER.with(|importer| {
            if let Ok(articles) = importer.import("text.txt", text.as_bytes()) {
                assert_nothing_lost(&text, &articles);
                articles.iter().for_each(|(_, path, file)| importer.assert_parses(path, file));
            }
        });
    }

    #[test]
    fn an_article_copied_out_is_imported_as_it_was(
        articles in prop::collection::vec((any::<u64>(), prop::collection::vec((0u8..6, 0usize..3, 1usize..5), 0..4), 1usize..4), 1..4),
        breaks in prop_oneof![Just(Breaks::None), (60usize..100).prop_map(Breaks::Wrapped), Just(Breaks::Broken)],
        seed in any::<u64>(),
    ) {
        thread_local!(static IMPORTER: Importer = Importer::new(&site_with_outlets()));
        let written: Vec<Written> = articles.iter().map(|(seed, parts, after)| article(*seed, parts, *after)).collect();
        let page = page(&written, breaks, seed);
        let imported = IMPORTER.with(|importer| importer.import("page.txt", page.as_bytes()));
        let imported = imported.map_err(|refusal| TestCaseError::fail(format!("{refusal:?}\n{page}")))?;
        let titles = |it: Vec<String>| it.join(" / ");
        prop_assert_eq!(
            titles(imported.iter().map(|(draft, ..)| draft.title.clone()).collect()),
            titles(written.iter().map(|it| it.title.clone()).collect()),
            "{}", page
        );
        for (it, (draft, _, file)) in written.iter().zip(&imported) {
            let outlets: Vec<_> = draft.sources.iter().map(|source| source.outlet.clone()).collect();
            prop_assert_eq!(shown_blocks(file), it.blocks.clone(), "{}\n====\n{}", page, file);
            prop_assert_eq!(outlets, it.outlets.clone(), "{}\n====\n{}", page, file);
        }
    }
}
