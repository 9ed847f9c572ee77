//! Names of outlets, and the words by which they are known.

/// Words of which most names of outlets have one. A name that the site does not declare counts as an outlet only if it has
/// one too: that somebody told it something is not enough.
pub(in crate::import) const OUTLET_WORDS: &[&str] = &[
    "news", "times", "post", "herald", "journal", "tribune", "press", "daily", "weekly", "radio", "television", "tv",
    "broadcasting", "gazette", "chronicle", "observer", "telegraph", "guardian", "mail", "reuters", "magazine",
    "review", "courier", "bulletin", "mirror", "independent", "standard", "star", "globe", "bbc", "cnn", "afp", "npr",
    "zeitung", "rundschau", "nachrichten", "rundfunk", "tagblatt", "tageblatt", "anzeiger", "kurier", "presse",
    "spiegel", "tagesspiegel", "zeit", "monde", "figaro", "libération", "diario", "periódico", "país", "dispatch",
    "examiner", "echo", "advertiser", "messenger", "argus", "intelligencer", "ledger", "mercury", "quarterly", "wochenblatt", "heraldo",
    "correo", "mercurio", "prensa", "courrier", "écho", "dépêche", "voix", "faro", "voz", "dictionary", "encyclopedia", "encyclopaedia", "dictionnaire",
    "diccionario", "wörterbuch", "lexikon", "examiner", "inquirer", "sentinel", "digest", "wire", "newswire", "monitor", "blog", "magazin", "blatt", "bote",
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
    "Breitbart", "taz", "Bellingcat", "Snopes", "Wikipedia", "Wikipédia", "Wiktionary", "JTBC", "MBC", "SBS", "YTN", "RFA", "VOA", "Vogue", "Quanta", "Aeon", "Vice", "Cadena SER", "c't", "c’t", "heise", "Heise", "Correctiv",
    "Süddeutsche", "Süddeutschen", "Telepolis", "WDR", "NDR", "SWR", "MDR", "RTL", "ntv", "n-tv", "ABC", "CBS", "NBC", "MSNBC", "ESPN",
    "Variety", "Billboard", "Kotaku", "Eurogamer", "Quartz", "Recode", "Numerama", "Télérama", "TF1", "BFMTV", "Meduza", "Volkskrant",
    "The Verge", "The Atlantic", "The Economist", "The Intercept", "The Hill", "The Sun", "The Information", "The Register",
    "The Conversation", "The Lancet", "The Nation", "The New Yorker", "The Hindu", "Ars Technica", "Fast Company", "Rolling Stone",
    "Al Jazeera", "Vanity Fair", "Foreign Policy", "Foreign Affairs", "Scientific American", "New Scientist", "Deutsche Welle",
    "Entertainment Weekly", "Sports Illustrated", "National Geographic", "Die Welt", "Welt am Sonntag", "Bild am Sonntag", "heise online", "Wirtschaftswoche", "Brockhaus", "ProPublica", "Le Devoir", "L’Équipe", "L'Équipe", "Der Freitag", "Le Point", "L’Express",
    "L'Express", "Le Canard enchaîné", "Les Échos", "Libération", "Golem", "Netzpolitik", "Rue89", "Rue 89", "France Info", "France Inter", "La Vanguardia", "Clarín", "Larousse", "Duden", "Britannica", "Merriam-Webster",
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

/// Names of outlets in Korean, Japanese and Chinese without such an end, and those to which it would add words before them.
pub(super) const JOINED_NAMES: &[&str] = &[
    "한겨레", "로이터", "블룸버그", "프레시안", "미국의소리", "데일리NK", "38노스", "아시아프레스", "씨네21", "시사IN", "매일경제", "한국경제", "서울경제", "워싱턴포스트", "허핑턴포스트", "월스트리트저널", "시사저널", "AP통신", "AFP통신", "교도통신", "신화통신", "타스통신", "로이터통신", "가디언", "르몽드", "이코노미스트",
    "ロイター", "ブルームバーグ", "日経", "日刊ゲンダイ", "デイリーNK", "アジアプレス", "路透社", "法新社", "美联社", "美聯社", "彭博社", "塔斯社", "韩联社", "韓聯社",
    "共同社", "朝中社", "中新社", "中央社", "新华社", "新華社", "新华网", "人民网", "凤凰网", "光明网", "环球网", "观察者网", "澎湃新闻", "财新", "端传媒", "南方周末", "三联生活周刊", "中国新闻周刊",
    "BBC中文网", "纽约时报", "纽约时报中文网", "人民日报", "环球时报", "德国之声", "美国之音", "自由亚洲电台", "自由時報", "蘋果日報", "明報", "明报",
];

/// Ends of names of outlets in scripts without spaces.
pub(super) const OUTLET_ENDINGS: &[&str] =
    &["신문", "일보", "뉴스", "중앙통신", "방송", "타임스", "타임즈", "헤럴드", "투데이", "新聞", "通信社", "通信", "テレビ", "ニュース", "新华社", "通讯社", "日报", "日報", "晚报", "晚報", "时报", "時報", "早报", "邮报", "郵報", "通訊社", "電視台", "电视台", "电台", "電台", "사전", "辞典", "词典", "百科", "위키피디아", "위키백과", "나무위키", "ウィキペディア", "维基百科", "維基百科"];

/// Lower-case words that a name may contain.
pub(super) const NAME_WORDS: &[&str] =
    &["of", "the", "and", "for", "de", "la", "le", "del", "der", "die", "van", "von", "&", "al", "el"];

/// Words that name the kind of an outlet before its name: `the newspaper Tide`, `le quotidien La Marée`.
pub(super) const KINDS_BEFORE_NAMES: &[&str] = &[
    "newspaper", "newspapers", "website", "broadcaster", "magazine", "agency", "journal", "quotidien", "hebdomadaire", "revue", "diario",
    "periódico", "semanario", "revista", "agencia", "Zeitung", "Tageszeitung", "Wochenzeitung", "Zeitschrift", "Magazin",
    "Nachrichtenmagazin", "Netzmagazin", "Onlinemagazin", "Wochenblatt", "Fachblatt", "Fachzeitschrift", "Branchendienst", "portal", "portail", "site", "Nachrichtenagentur", "Nachrichtenportal", "Blatt", "Boulevardblatt", "Sender",
];

/// Adjectives of German names that are inflected, and what they go with: `in der Süddeutschen Zeitung`.
pub(super) const FEMININE_NAMES: &[&str] = &["eitung", "Rundschau", "Presse", "Post", "Allgemeinen", "Allgemeine"];

/// Signs of Chinese and Japanese that make another word of one with such an end: `今日报道`.
pub(super) const NOT_AFTER_ENDINGS: [char; 10] = ['道', '告', '导', '導', '名', '到', '警', '答', '复', '考'];

/// Common nouns with such an end.
pub(super) const COMMON_COMPOUNDS: &[&str] = &[
    "가짜뉴스", "저녁뉴스", "아침뉴스", "스포츠뉴스", "인터넷뉴스", "생방송", "개인방송", "인터넷방송", "라디오방송", "마을방송", "재난방송", "공영방송", "지상파방송", "녹화방송",
    "대북방송", "확성기방송", "안내방송", "일간신문", "지역신문", "학교신문", "조간신문", "석간신문", "종이신문", "경제신문", "벽신문", "地方新聞", "学校新聞", "全国新聞", "フェイクニュース",
    "ネットニュース", "ケーブルテレビ", "地方テレビ", "携帯電話通信", "国語辞典", "百科辞典", "백과사전", "국어사전",
];

/// Articles, and words that end in one: after them a name stands without its own.
pub(super) const CONTRACTIONS: &[&str] =
    &["du", "au", "aux", "im", "vom", "am", "beim", "zum", "dem", "den", "des", "del", "al"];

/// Words that name the kind of an outlet after its name, in small letters: `InfoTide magazine`.
pub(super) const KINDS_AFTER_NAMES: &[&str] = &[" magazine", " newspaper", " journal", " newsletter"];
