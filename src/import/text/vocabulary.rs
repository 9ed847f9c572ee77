//! The words that the reader of text captures goes by. To teach it another kind of page, start here.

/// What a line of page furniture says about the lines that follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FollowingLines {
    /// Nothing.
    Any,
    /// The page lists several posts, if a title follows.
    Posts,
    /// The line is metadata of a post; its title is above or below.
    Metadata,
    /// The short lines that follow belong to it: names of links.
    Links,
    /// All that follows belongs to it, up to the next post: what readers wrote.
    Comments,
}

/// A kind of line that pages put around posts.
pub(super) struct Furniture {
    pub kind: &'static str,
    pub following: FollowingLines,
    /// Patterns of the whole line: `#` is a number, `…` any words.
    pub patterns: &'static [&'static str],
}

/// Lines that are not part of a post. The first that matches counts.
pub(super) const FURNITURE: &[Furniture] = &[
    // The heading of a page that lists posts by tag, category, month or author.
    Furniture {
        kind: "page heading",
        following: FollowingLines::Posts,
        patterns: &[
            "tag : …", "tag archives : …", "posts tagged …", "posts tagged : …", "category : …",
            "category archives : …", "archive for …", "archives : …", "monthly archives : …", "daily archives : …",
            "yearly archives : …", "author archives : …", "search results for …", "search results for : …",
            "browsing : …", "browsing category …", "browsing tag …", "태그 : …", "카테고리 : …", "분류 : …",
        ],
    },
    // Who posted it, and when.
    Furniture {
        kind: "byline",
        following: FollowingLines::Metadata,
        patterns: &[
            "posted on …", "posted by …", "posted # …", "posted : …", "published on …", "published by …",
            "published : …", "written by …", "author : …", "date : …", "updated on …", "last updated …",
            "last modified …", "작성자 : …", "작성일 : …", "등록 : …", "입력 : …",
        ],
    },
    // Where it is filed.
    Furniture {
        kind: "filing",
        following: FollowingLines::Any,
        patterns: &[
            "this entry was posted …", "this entry was filed …", "this post was posted …", "filed under …",
            "filed under : …", "posted in …", "posted in : …", "categories : …", "tagged …", "tagged : …",
            "tagged with …", "tags : …", "bookmark the permalink", "permalink", "태그 : …",
        ],
    },
    // Buttons that share it, and their counts.
    Furniture {
        kind: "sharing",
        following: FollowingLines::Any,
        patterns: &[
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
        following: FollowingLines::Any,
        patterns: &[
            "this site uses akismet …", "learn how your comment data is processed", "… protected by recaptcha …",
            "this site uses cookies …", "this website uses cookies …", "we use cookies to …", "we use cookies on …",
            "cookie policy", "accept", "advertisement", "advertisements", "sponsored", "report this ad", "광고",
        ],
    },
    // The form for a comment.
    Furniture {
        kind: "reply form",
        following: FollowingLines::Comments,
        patterns: &[
            "leave a reply", "leave a reply …", "post a comment", "add a comment", "add your comment",
            "write a comment", "댓글 남기기", "댓글 쓰기",
        ],
    },
    Furniture {
        kind: "reply form",
        following: FollowingLines::Any,
        patterns: &[
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
        following: FollowingLines::Comments,
        patterns: &[
            "# comment", "# comments", "comments : #", "# thoughts on …", "# thought on …", "one thought on …",
            "# responses", "# responses to …", "# response to …", "one response to …", "# replies", "# replies to …",
            "댓글 #", "# 댓글",
        ],
    },
    Furniture { kind: "comments", following: FollowingLines::Links, patterns: &["comments", "댓글"] },
    // Other posts that the page leads to, and the lists at its side.
    Furniture {
        kind: "related posts",
        following: FollowingLines::Links,
        patterns: &[
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
        following: FollowingLines::Links,
        patterns: &[
            "menu", "main menu", "navigation", "archives", "categories", "tags", "blogroll", "meta", "links", "pages",
            "about this site",
        ],
    },
    Furniture {
        kind: "navigation",
        following: FollowingLines::Any,
        patterns: &[
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
        following: FollowingLines::Any,
        patterns: &[
            "copyright …", "copyright # …", "copyright © …", "© …", "© # …", "… all rights reserved",
            "… all rights reserved …", "proudly powered by …", "powered by …", "theme : …", "blog at wordpress com",
            "create a free website …", "privacy policy …", "terms of use …", "terms of service …", "disclaimer",
            "무단 전재 …",
        ],
    },
];

/// A line with more words is prose, however it starts.
pub(super) const MAX_FURNITURE_WORDS: usize = 60;
/// The most words of a sentence that a pattern of two or three words matches.
pub(super) const MAX_SENTENCE_WORDS: usize = 12;
/// The most words of a title.
pub(super) const MAX_TITLE_WORDS: usize = 24;
/// The most words of a heading.
pub(super) const MAX_HEADING_WORDS: usize = 12;
/// The most words of a caption.
pub(super) const MAX_CAPTION_WORDS: usize = 60;

/// Words of a photo credit: a short line with one of them is a caption.
pub(super) const CREDITS: &[&str] = &[
    "photo by", "photo :", "photos :", "photo credit", "photograph by", "photograph :", "picture :", "picture by",
    "image :", "image by", "image credit", "image courtesy", "image via", "images courtesy", "photo courtesy",
    "courtesy of", "credit :", "getty images", "ap photo", "afp photo", "reuters photo", "file photo",
    "featured image", "feature image", "screenshot", "screen capture", "사진 =", "사진 :", "사진 제공",
];

/// Words that only the editor of a digest uses, since they address the reader of the page.
pub(super) const TO_THE_READER: &[&str] = &[
    "read more at", "read the rest", "read the whole", "read it all", "read the full", "read the article",
    "at the link", "click here", "click the link", "click on the link", "you can read", "stay tuned", "hat tip",
    "h t", "via reader", "in my opinion", "imho",
];

/// Words of the first person. Outside quotation marks they are the editor's; a news agency does not use them.
pub(super) const FIRST_PERSON: &[&str] =
    &["i", "i'm", "i'd", "i've", "i'll", "me", "my", "mine", "myself", "저는", "제가", "나는", "내가"];
