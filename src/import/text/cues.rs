//! What the reader of text captures goes by: every list of words, and every reason for a decision with how sure it makes
//! us. Whoever wants to teach it another kind of page begins here.

use crate::import::Confidence::{self, High, Low, Medium};

/// What a line of a page that is no part of a post means for the lines that follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FollowingLines {
    /// Nothing.
    Nothing,
    /// The page lists several posts, if a title follows.
    Posts,
    /// The line tells who wrote a post, when, or about what: a title stands above it or below.
    Facts,
    /// The short lines that follow belong to it: names of links.
    Links,
    /// All that follows belongs to it, up to the next post: what readers wrote.
    Rest,
}

/// Lines that pages put around posts.
pub(super) struct Furniture {
    pub kind: &'static str,
    pub then: FollowingLines,
    /// The whole line: `#` is a number, `…` any words.
    pub lines: &'static [&'static str],
}

/// Lines that are no part of a post. The first that fits counts.
pub(super) const FURNITURE: &[Furniture] = &[
    // The heading of a page that lists posts by tag, category, month or author.
    Furniture {
        kind: "page heading",
        then: FollowingLines::Posts,
        lines: &[
            "tag : …", "tag archives : …", "posts tagged …", "posts tagged : …", "category : …",
            "category archives : …", "archive for …", "archives : …", "monthly archives : …", "daily archives : …",
            "yearly archives : …", "author archives : …", "search results for …", "search results for : …",
            "browsing : …", "browsing category …", "browsing tag …", "태그 : …", "카테고리 : …", "분류 : …",
        ],
    },
    // Who posted it, and when.
    Furniture {
        kind: "byline",
        then: FollowingLines::Facts,
        lines: &[
            "posted on …", "posted by …", "posted # …", "posted : …", "published on …", "published by …",
            "published : …", "written by …", "author : …", "date : …", "updated on …", "last updated …",
            "last modified …", "작성자 : …", "작성일 : …", "등록 : …", "입력 : …",
        ],
    },
    // Where it is filed.
    Furniture {
        kind: "filing",
        then: FollowingLines::Nothing,
        lines: &[
            "this entry was posted …", "this entry was filed …", "this post was posted …", "filed under …",
            "filed under : …", "posted in …", "posted in : …", "categories : …", "tagged …", "tagged : …",
            "tagged with …", "tags : …", "bookmark the permalink", "permalink", "태그 : …",
        ],
    },
    // Buttons that share it, and their counts.
    Furniture {
        kind: "sharing",
        then: FollowingLines::Nothing,
        lines: &[
            "# shares", "# share", "shares", "share", "share this", "share this : …", "share this post",
            "share this article", "share on …", "share via …", "share with …", "click to share …", "click to email …",
            "click to print …", "tweet", "tweet this", "retweet", "like", "# likes", "# like", "like this",
            "like this : …", "like loading …", "be the first to like this …", "# bloggers like this", "pin", "pin it",
            "email", "email this", "e mail", "email to a friend", "print", "print this", "print friendly", "facebook",
            "twitter", "linkedin", "reddit", "pinterest", "tumblr", "whatsapp", "telegram", "kakaotalk", "google",
            "copy link", "more", "# views", "follow us on …", "follow me on …", "공유", "공유하기", "좋아요", "# 공유",
        ],
    },
    // The notice of a filter for unwanted comments, or of consent.
    Furniture {
        kind: "notice",
        then: FollowingLines::Nothing,
        lines: &[
            "this site uses akismet …", "learn how your comment data is processed", "… protected by recaptcha …",
            "this site uses cookies …", "this website uses cookies …", "we use cookies to …", "we use cookies on …",
            "cookie policy", "accept", "advertisement", "advertisements", "sponsored", "report this ad", "광고",
        ],
    },
    // The form for a comment.
    Furniture {
        kind: "reply form",
        then: FollowingLines::Rest,
        lines: &[
            "leave a reply", "leave a reply …", "post a comment", "add a comment", "add your comment",
            "write a comment", "댓글 남기기", "댓글 쓰기",
        ],
    },
    Furniture {
        kind: "reply form",
        then: FollowingLines::Nothing,
        lines: &[
            "your email address will not be published …", "required fields are marked …", "name", "name *", "email *",
            "website", "comment", "comment *", "save my name …", "notify me of …", "post comment", "submit",
            "submit comment", "cancel reply", "click here to cancel reply", "you must be logged in …",
            "log in to reply", "reply", "leave a comment", "leave a comment …", "leave your comment",
            "comments are closed …", "comments off …", "no comments", "no comments yet", "이메일 주소를 발행하지 않을 것입니다 …",
        ],
    },
    // What readers wrote.
    Furniture {
        kind: "comments",
        then: FollowingLines::Rest,
        lines: &[
            "# comment", "# comments", "comments : #", "# thoughts on …", "# thought on …", "one thought on …",
            "# responses", "# responses to …", "# response to …", "one response to …", "# replies", "# replies to …",
            "댓글 #", "# 댓글",
        ],
    },
    Furniture { kind: "comments", then: FollowingLines::Links, lines: &["comments", "댓글"] },
    // Other posts that the page leads to, and the lists at its side.
    Furniture {
        kind: "related posts",
        then: FollowingLines::Links,
        lines: &[
            "related", "related posts", "related articles", "related stories", "related content", "related news",
            "similar posts", "you may also like …", "you might also like …", "more from …", "more on this story",
            "read also", "see also", "read next", "up next", "recommended", "recommended for you", "most read",
            "most popular", "popular posts", "trending", "trending now", "recent posts", "recent comments",
            "latest news", "top stories", "관련 글", "관련 기사", "최근 글",
        ],
    },
    // Ways around the site.
    Furniture {
        kind: "navigation",
        then: FollowingLines::Links,
        lines: &[
            "menu", "main menu", "navigation", "archives", "categories", "tags", "blogroll", "meta", "links", "pages",
            "about this site",
        ],
    },
    Furniture {
        kind: "navigation",
        then: FollowingLines::Nothing,
        lines: &[
            "skip to content", "skip to main content", "skip to primary content", "skip to navigation", "home",
            "about", "about us", "contact", "contact us", "search", "search for", "search for : …",
            "search this site", "toggle navigation", "post navigation", "posts navigation", "← …", "… →", "« …",
            "… »", "previous", "next", "previous post …", "next post …", "previous : …", "next : …", "older posts",
            "newer posts", "older entries", "newer entries", "older", "newer", "page # of #", "page #", "# of #",
            "# # … next", "back to top", "top", "continue reading …", "read more", "read more →", "keep reading",
            "subscribe", "subscribe to …", "sign up …", "sign in", "log in", "login", "log out", "register", "rss",
            "entries rss", "comments rss", "edit", "edit this", "you are here : …", "이전 글", "다음 글", "더 보기", "홈", "검색",
        ],
    },
    // The foot of the page.
    Furniture {
        kind: "footer",
        then: FollowingLines::Nothing,
        lines: &[
            "copyright …", "copyright # …", "copyright © …", "© …", "© # …", "… all rights reserved",
            "… all rights reserved …", "proudly powered by …", "powered by …", "theme : …", "blog at wordpress com",
            "create a free website …", "privacy policy …", "terms of use …", "terms of service …", "disclaimer",
            "무단 전재 …",
        ],
    },
];

/// A line with more words than this is somebody's prose, whatever it begins with.
pub(super) const FURNITURE_WORDS: usize = 60;
/// A pattern of two or three words stands for a sentence only if that has at most so many.
pub(super) const SENTENCE_WORDS: usize = 12;
/// A title has at most so many words,
pub(super) const TITLE_WORDS: usize = 24;
/// and a heading so many.
pub(super) const HEADING_WORDS: usize = 12;
/// A caption has at most so many words.
pub(super) const CAPTION_WORDS: usize = 60;

/// Words of a credit: a short line that has one of them is a caption.
pub(super) const CREDITS: &[&str] = &[
    "photo by", "photo :", "photos :", "photo credit", "photograph by", "photograph :", "picture :", "picture by",
    "image :", "image by", "image credit", "image courtesy", "image via", "images courtesy", "photo courtesy",
    "courtesy of", "credit :", "getty images", "ap photo", "afp photo", "reuters photo", "file photo",
    "featured image", "feature image", "screenshot", "screen capture", "사진 =", "사진 :", "사진 제공",
];

/// Words that only the editor of a digest says: they speak to the reader of the page.
pub(super) const TO_THE_READER: &[&str] = &[
    "read more at", "read the rest", "read the whole", "read it all", "read the full", "read the article",
    "at the link", "click here", "click the link", "click on the link", "you can read", "stay tuned", "hat tip",
    "h t", "via reader", "in my opinion", "imho",
];

/// Words of the first person. Outside of quotation marks they are the editor's; a news agency does not say them.
pub(super) const FIRST_PERSON: &[&str] =
    &["i", "i'm", "i'd", "i've", "i'll", "me", "my", "mine", "myself", "저는", "제가", "나는", "내가"];

/// Words before the name of an outlet that make it a source.
pub(super) const CITES_BEFORE: &[&str] = &[
    "according to", "told", "telling", "reported by", "reports by", "report by", "reported in", "report in", "from",
    "contributor to", "columnist for", "columnist at", "correspondent for", "correspondent of", "reporter for",
    "reporter at", "editor of", "writes in", "writing in", "writing for", "wrote in", "writer for", "interview with",
    "via", "quoted by", "quoted in", "published by", "published in", "cited by", "citing", "quoting", "source :",
    "article in", "story in", "piece in", "article by", "story by",
];

/// Words that follow the name of an outlet within [`CITES_WITHIN`] words and make it a source.
pub(super) const CITES_AFTER: &[&str] = &[
    "reports", "reported", "reporting", "says", "said", "writes", "wrote", "notes", "noted", "indicates", "indicated",
    "quotes", "quoted", "adds", "added", "claims", "claimed", "finds", "found", "estimates", "estimated", "reveals",
    "revealed", "cites", "cited", "article", "report", "story", "piece", "interview", "published", "보도했다", "전했다",
    "밝혔다",
];

/// How far behind a name a word of [`CITES_AFTER`] may stand.
pub(super) const CITES_WITHIN: usize = 4;

/// Words of which one is part of most names of outlets: without one, a name that the site does not declare is no outlet
/// only because somebody told it something.
pub(super) const OUTLET_WORDS: &[&str] = &[
    "news", "times", "post", "herald", "journal", "tribune", "press", "daily", "weekly", "radio", "television", "tv",
    "broadcasting", "gazette", "chronicle", "observer", "telegraph", "guardian", "mail", "reuters", "magazine",
    "review", "courier", "bulletin", "mirror", "independent", "standard", "star", "globe", "bbc", "cnn", "afp", "npr",
];

/// Words that brackets at a paragraph's end hold and that name nobody: remarks of an editor.
pub(super) const NOT_OUTLETS: &[&str] = &[
    "sic", "emphasis …", "emphases …", "translation …", "translated …", "translator …", "update …", "updated …",
    "edit …", "ed", "ed :", "editor …", "editors …", "editor's …", "note …", "feature image …", "featured image …",
    "image …", "images …", "photo …", "photos …", "picture …", "video …", "audio …", "map …", "chart …", "link",
    "links", "here", "source", "sources", "pdf", "more", "read more …", "applause", "laughter", "laughs", "crosstalk",
    "inaudible", "unintelligible", "redacted", "pause", "#", "# …", "continued", "end", "snip", "omitted",
    "citation needed", "my …", "our …",
];

/// Words that may stand before the name of an outlet in brackets.
pub(super) const BEFORE_NAMES: &[&str] =
    &["source: ", "source ", "via ", "from ", "h/t ", "hat tip: ", "hat tip ", "read more at ", "출처: "];

/// What ends the name of an outlet in brackets; the rest is the locator.
pub(super) const AFTER_NAMES: &[&str] = &[",", ";", ":", " via ", " – ", " — ", " - ", " | ", " ("];

/// Small words that a name may hold.
pub(super) const NAME_WORDS: &[&str] =
    &["of", "the", "and", "for", "de", "la", "le", "del", "der", "die", "van", "von", "&", "al", "el"];

/// Why something was decided, and how sure that makes it.
pub(super) struct Cue {
    pub confidence: Confidence,
    pub says: &'static str,
}

const fn cue(confidence: Confidence, says: &'static str) -> Cue {
    Cue { confidence, says }
}

/// Titles.
pub(super) const TITLE_ALONE: Cue = cue(High, "the one short line above the first paragraph");
pub(super) const TITLE_WITH_FACTS: Cue = cue(High, "the line above the author or the date");
pub(super) const TITLE_ABOVE: Cue = cue(Medium, "one of several short lines above the first paragraph");
pub(super) const TITLE_LISTED: Cue = cue(Medium, "a short line above a paragraph, on a page that lists posts");
pub(super) const TITLE_MISSING: Cue = cue(Low, "no line looks like one; the name of the file stands in");

/// Facts.
pub(super) const FACT: Cue = cue(High, "where the page tells it");
pub(super) const BESIDE_DAY: Cue = cue(Low, "a name beside the day; nothing says that it is the author's");
pub(super) const FIRST_OF_SEVERAL: Cue = cue(Low, "the page tells several; this is the first");

/// How far an excerpt goes.
pub(super) const FROM_LEAD_IN: Cue = cue(High, "from a lead-in with a colon to the outlet's name");
pub(super) const FROM_REMARK: Cue = cue(Medium, "from the editor's own words to the outlet's name");
pub(super) const ONE_PARAGRAPH: Cue = cue(Medium, "the paragraph that ends with the outlet's name");
pub(super) const FROM_SECOND: Cue =
    cue(Low, "to the outlet's name; nothing shows where it starts, so the first paragraph is taken for the editor's");
pub(super) const IN_MARKS: Cue = cue(Medium, "paragraphs that open with a quotation mark");
pub(super) const AFTER_LEAD_IN: Cue = cue(Low, "after a lead-in that names an outlet; nothing shows where it ends");

/// Whose words an excerpt holds.
pub(super) const NAMED_AT_END: Cue = cue(High, "named at its end");
pub(super) const UNDECLARED_AT_END: Cue = cue(Medium, "in brackets at its end; the site does not declare it");
pub(super) const NAMED_INSIDE: Cue = cue(Medium, "named in it");
pub(super) const NAMED_IN_LEAD_IN: Cue = cue(Medium, "named in the lead-in");
pub(super) const NAMED_BEFORE: Cue = cue(Low, "named in the paragraph before");
pub(super) const NAMED_AFTER: Cue = cue(Low, "named in the paragraph after");
pub(super) const NAMED_LAST: Cue = cue(Low, "it was quoted last; nothing here names an outlet");
pub(super) const NAMED_NOWHERE: Cue = cue(Low, "nothing names the outlet");

/// Other sources.
pub(super) const MENTIONED: Cue = cue(Medium, "the text says what it reports");
pub(super) const MENTIONED_UNDECLARED: Cue = cue(Low, "the text says what it reports; the site does not declare it");

/// Lines.
pub(super) const REJOINED: Cue = cue(Medium, "the second half goes on in the middle of a sentence");
pub(super) const CAPTION: Cue = cue(Medium, "a short line with a credit");
pub(super) const HEADING: Cue = cue(Medium, "a short line without a full stop above a paragraph");
pub(super) const COMMENTS: Cue = cue(Medium, "it stands below the heading of the comments");
pub(super) const LEFT_OVER: Cue = cue(Low, "short lines outside of the text");
