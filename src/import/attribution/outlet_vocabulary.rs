//! Names of outlets, and the words by which they are known.

/// Words of which most names of outlets have one. A name that the site does not declare counts as an outlet only if it has
/// one too: that somebody told it something is not enough.
pub(in crate::import) const OUTLET_WORDS: &[&str] = &[
    "news", "times", "post", "herald", "journal", "tribune", "press", "daily", "weekly", "radio", "television", "tv",
    "broadcasting", "gazette", "chronicle", "observer", "telegraph", "guardian", "mail", "reuters", "magazine",
    "review", "courier", "bulletin", "mirror", "independent", "standard", "star", "globe", "bbc", "cnn", "afp", "npr",
    "zeitung", "rundschau", "nachrichten", "rundfunk", "tagblatt", "tageblatt", "anzeiger", "kurier", "presse",
    "spiegel", "tagesspiegel", "zeit", "monde", "figaro", "libération", "diario", "periódico", "país", "dispatch",
    "examiner", "inquirer", "sentinel", "digest", "wire", "newswire", "monitor", "blog", "magazin", "blatt", "bote",
    "merkur", "allgemeine", "nouvelles", "parisien", "mundo", "nación", "gaceta", "gazeta", "corriere",
    "repubblica", "giornale", "folha", "jornal", "dagblad", "krant",
];

/// Names of one word that are those of agencies, broadcasters, papers and sites wherever they are cited, with others or not.
pub(super) const KNOWN_NAMES: &[&str] = &[
    "Reuters", "AFP", "AP", "UPI", "Yonhap", "TASS", "Xinhua", "Kyodo", "dpa", "DPA", "Bloomberg", "ANSA", "EFE",
    "Interfax", "CNN", "BBC", "NPR", "PBS", "CNBC", "NHK", "KBS", "ZDF", "ARD", "ORF", "SRF", "Politico", "Axios",
    "Nikkei", "Asahi", "Mainichi", "Yomiuri", "Forbes", "Newsweek", "Wired", "Engadget", "Gizmodo", "Mashable",
    "TechCrunch", "ZDNet", "CNET", "BuzzFeed", "Euronews", "Deutschlandfunk", "Handelsblatt", "Tagesschau", "FAZ", "NZZ",
    "Spiegel", "Mediapart", "Haaretz", "Izvestia", "Kommersant", "Vox", "Slate", "Pitchfork", "Gawker", "Jezebel",
    "Breitbart", "taz", "Bellingcat", "Snopes", "Wikipedia", "Wiktionary", "c't", "c’t", "heise", "Heise", "Correctiv",
    "Süddeutsche", "Süddeutschen", "Telepolis", "WDR", "NDR", "SWR", "MDR", "RTL", "ntv", "n-tv", "ABC", "CBS", "NBC", "MSNBC", "ESPN",
    "Variety", "Billboard", "Kotaku", "Eurogamer", "Quartz", "Recode", "Numerama", "Télérama", "TF1", "BFMTV", "Meduza", "Volkskrant",
    "The Verge", "The Atlantic", "The Economist", "The Intercept", "The Hill", "The Sun", "The Information", "The Register",
    "The Conversation", "The Lancet", "The Nation", "The New Yorker", "The Hindu", "Ars Technica", "Fast Company", "Rolling Stone",
    "Al Jazeera", "Vanity Fair", "Foreign Policy", "Foreign Affairs", "Scientific American", "New Scientist", "Deutsche Welle",
    "Entertainment Weekly", "Sports Illustrated", "National Geographic", "Die Welt", "Der Freitag", "Le Point", "L’Express",
    "L'Express", "Rue89", "Rue 89", "France Info", "France Inter", "La Vanguardia", "Larousse", "Duden", "Britannica", "Merriam-Webster",
];

/// Short names of papers, and what they stand for.
pub(super) const SHORT_NAMES: &[(&str, &str)] = &[
    ("NYT", "New York Times"), ("WSJ", "Wall Street Journal"), ("WaPo", "Washington Post"), ("FT", "Financial Times"),
    ("LAT", "Los Angeles Times"), ("SZ", "Süddeutsche Zeitung"), ("FAZ", "Frankfurter Allgemeine Zeitung"), ("NZZ", "Neue Zürcher Zeitung"),
    ("taz", "die tageszeitung"),
];

/// Names of papers that are also other words: they count in quotation marks.
pub(super) const MARKED_NAMES: &[&str] = &["Bild", "Welt", "Focus", "Stern", "Profil", "Freitag", "Cicero", "Kicker"];

/// Words of which most names of bodies have one: a lead-in may quote them as it does an outlet.
pub(super) const BODY_WORDS: &[&str] = &[
    "foundation", "institute", "institut", "ministry", "ministerium", "agency", "commission", "kommission",
    "association", "university", "universität", "court", "authority", "federation", "council", "stiftung", "verband",
    "bundesamt", "fondation", "ministère", "université", "fundación", "ministerio", "universidad",
];

/// Ends of names of outlets in scripts without spaces.
pub(super) const OUTLET_ENDINGS: &[&str] =
    &["신문", "일보", "뉴스", "중앙통신", "방송", "新聞", "通信社", "通信", "テレビ", "ニュース", "新华社", "通讯社", "日报", "晚报", "电视台", "위키피디아", "위키백과", "나무위키", "ウィキペディア", "维基百科", "維基百科"];

/// Lower-case words that a name may contain.
pub(super) const NAME_WORDS: &[&str] =
    &["of", "the", "and", "for", "de", "la", "le", "del", "der", "die", "van", "von", "&", "al", "el"];

/// Words that name the kind of an outlet after its name, in small letters: `InfoTide magazine`.
pub(super) const KINDS_AFTER_NAMES: &[&str] = &[" magazine", " newspaper", " journal", " newsletter"];
