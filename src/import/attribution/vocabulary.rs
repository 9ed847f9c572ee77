//! The words that attributions go by. To teach them another language, start here.

/// Words before the name of an outlet that make it a source.
pub(super) const CITES_BEFORE: &[&str] = &[
    "according to", "told", "telling", "reported by", "reports by", "report by", "reported in", "report in", "from",
    "writes in", "writing in", "writing for", "wrote in", "interview with",
    "via", "quoted by", "quoted in", "published by", "published in", "cited by", "citing", "quoting", "source :",
    "article in", "story in", "piece in", "article by", "story by", "explains in", "says in", "said in", "post on",
    "statement to", "speaking to", "spoke to", "speaking with", "spoke with", "comments to", "email to",
    "shared with", "conversation with", "essay for", "article for", "piece for", "column for", "wrote for", "writes for",
    "op-ed in", "op-ed for", "essay in", "column in", "review in", "article on", "study in",
    "published on", "posted on", "writes at", "wrote at", "writing at", "writes on", "wrote on", "interview mit", "gespräch mit",
    "schreibt bei", "schreibt auf", "artikel in", "artikel im", "bericht des", "bericht von", "beitrag für",
    "sagte", "interview à", "interview au", "accordé à", "accordée à", "accordé au", "accordée au", "colonnes de",
    "colonnes du", "micro de", "interrogé par", "entrevista con", "entrevista a", "entrevista en", "declaró a", "declaraciones a",
    "escribe en", "escribió en", "publicó en",
    "laut", "nach angaben von", "nach angaben der", "nach angaben des", "gegenüber", "berichtet in", "schreibt in",
    "schreibt im", "heißt es in", "heißt es im", "heißt es bei", "in einem bericht der",
    "selon", "d'après", "a déclaré à", "a confié à", "écrit dans", "lit on dans", "según", "dijo a", "de acuerdo con",
    "publicado en", "publicado por", "comme le note", "comme le dit", "comme le souligne", "据",
];

/// Jobs at an outlet, whose words are the outlet's, unless the sentence only says who has the job.
pub(super) const CITES_JOBS: &[&str] = &[
    "contributor to", "columnist for", "columnist at", "correspondent for", "correspondent of", "reporter for",
    "reporter at", "editor of", "editors of", "reporters at", "journalists at",  "writer for", "editor at", "writer at", "columnist of", "redakteur bei", "redakteurin bei",
    "redakteur der", "redakteurin der", "chefredakteur bei", "chefredakteurin bei", "chefredakteur von", "chefredakteurin von", "autor bei",
    "autorin bei", "journalist bei", "journalistin bei", "korrespondent der", "korrespondentin der", "kolumnist der", "kolumnistin der",
    "corresponsal de", "correspondant de", "correspondante de", "journaliste du", "rédacteur en chef de", "rédactrice en chef de", "journaliste à", "journaliste au", "journaliste pour", "redactor de", "redactora de",
    "periodista de", "columnista de",
];

/// Words before such a job in a sentence that says who has it.
pub(super) const HAS_JOB: &[&str] = &["is", "was", "are", "were", "been", "became", "works", "worked"];

/// Words before the name of an outlet that is not whose words follow: `Unlike the Tide, she says`.
pub(super) const SETS_APART: &[&str] = &[
    "unlike", "like", "than", "without", "against", "despite", "contrary to", "except", "anders als", "entgegen",
    "im gegensatz zu", "im gegensatz zur", "contrairement à", "contrairement au", "a diferencia de", "al contrario que",
];

/// Words of a subject that says nothing.
pub(super) const SAYS_NOTHING: &[&str] =
    &["nobody", "no", "none", "not", "didn't", "doesn't", "hasn't", "neither", "never", "niemand", "kein", "keine", "nicht", "personne", "nadie"];

/// Words that lead to the outlet of somebody else who speaks: `My friend at the Tide says`.
pub(super) const LEADS_TO: &[&str] =
    &["at", "to", "of", "on", "about", "bei", "an", "von", "für", "über", "à", "chez", "para"];

/// Words that lead to what somebody speaks about.
pub(super) const LEADS_TO_TOPICS: &[&str] = &["for", "with", "in", "für", "mit", "con", "avec"];

/// Words that lead to the outlet in which somebody speaks, before a comma: `In the Tide, she says`.
pub(super) const SPEAKS_IN: &[&str] = &["in", "at", "on", "for", "bei", "im", "dans", "en"];

/// Words that outlets print, beside [`CITES_AFTER`]: `A column at the Tide says`.
pub(super) const PRINTED: &[&str] =
    &["post", "editorial", "essay", "words", "leader", "heft", "ausgabe", "palabras", "obituary", "profile", "segment", "transcript", "newsletter", "column", "op", "review", "analysis", "headline", "artikel", "bericht", "article",
    "billet", "beitrag",
];

/// Words that may stand beside the name of an outlet before a colon: `Now the Tide:`.
pub(super) const BESIDE_NAMES: &[&str] = &[
    "and", "but", "now", "again", "then", "next", "first", "finally", "meanwhile", "also", "today", "yesterday", "over",
    "here", "und", "nun", "wieder", "dann", "heute", "et", "puis", "y", "luego",
];

/// Words that make an outlet a source if they follow its name within [`CITES_WITHIN`] words.
pub(super) const CITES_AFTER: &[&str] = &[
    "reports", "reported", "reporting", "says", "said", "say", "writes", "wrote", "notes", "noted", "indicates", "indicated",
    "quotes", "quoted", "adds", "added", "claims", "claimed", "finds", "found", "estimates", "estimated", "reveals",
    "revealed", "cites", "cited", "citing", "quoting", "argues", "states", "warns", "puts", "put", "tells", "concludes", "elaborates", "describes", "described", "defines", "article", "report", "story", "piece", "interview", "published", "explains",
    "explained", "observes", "observed", "summarizes", "summarises", "berichtet", "berichtete", "beschreibt", "kommentiert", "kommentierte", "sagt", "sagte", "meint", "meinte",
    "fragt", "warnt", "urteilt", "zitierte", "vermeldet", "schildert", "erklärt", "erklärte", "heißt", "schreibt", "schrieb", "meldet", "meldete", "zufolge", "titelt", "zitiert", "rapporte",
    "écrit", "lit", "lire", "indique", "affirme", "explique", "publie", "présente", "précise", "rappelle", "résume", "raconte", "souligne", "relate", "écrivait", "rapportait", "dice", "cuenta", "afirma", "recoge", "relata",
    "asegura", "apunta", "destaca", "titula", "informa", "informó", "escribe", "escribió", "publica",
    "publicó", "señala", "explica", "보도했다", "전했다", "밝혔다", "보도에",
];

/// Endings that make a name a source, without a space between: particles and verbs of Korean, Japanese, Chinese.
pub(super) const CITES_JOINED: &[&str] =
    &["에 따르면", "에 의하면", "에서 보도", "によると", "によれば", "が報じ", "は報じ", "が伝え", "は伝え", "报道", "報道", "消息", "称：", "에 정의된", "에 나온", "에 실린", "による", "上的定义"];

/// Particles of a Korean subject, whose verb stands at the end of the sentence.
pub(super) const SUBJECT_PARTICLES: &[&str] = &["은 ", "는 ", "이 ", "가 "];
/// Verbs of reporting at the end of a Korean sentence.
pub(super) const KOREAN_REPORTS: &[&str] = &["보도했다", "전했다", "밝혔다", "보도하였다", "썼다"];

/// The most words between a name and a word of [`CITES_AFTER`], that word included.
pub(super) const CITES_WITHIN: usize = 4;

/// Words with which a lead-in quotes a body.
pub(super) const QUOTES_BODIES: &[&str] = &["according to", "laut", "selon", "según", "d'après"];

/// Phrases that are remarks of an editor, or buttons, and name no outlet.
pub(super) const NOT_OUTLETS: &[&str] = &[
    "sic", "emphasis …", "emphases …", "translation …", "translated …", "translator …", "update …", "updated …",
    "edit …", "ed", "ed :", "editor …", "editors …", "editor's …", "note …", "feature image …", "featured image …",
    "image …", "images …", "photo …", "photos …", "picture …", "video …", "audio …", "map …", "chart …", "link",
    "links", "here", "source", "sources", "pdf", "more", "read more …", "applause", "laughter", "laughs", "crosstalk",
    "inaudible", "unintelligible", "redacted", "pause", "# …", "continued", "end", "snip", "omitted",
    "citation needed", "my …", "our …", "this …", "that …", "view …", "watch …", "see …", "share …", "continue …",
    "quelle", "mehr", "hier", "weiterlesen …", "ici", "lire …", "aquí", "fuente", "leer …", "src", "an …", "a …",
];

/// Phrases of buttons: the words of a link that name nobody.
pub(super) const BUTTONS: &[&str] = &[
    "link", "links", "here", "source", "sources", "original", "pdf", "more", "read more …", "read on", "read it …",
    "read the …", "read full …", "full …", "the full …", "continue …", "continued", "view …", "see more …", "see the …",
    "more here", "via", "quelle", "quellen", "hier", "mehr", "mehr lesen", "weiterlesen …", "weiter lesen …", "zum artikel",
    "zum original …", "ici", "lire …", "aquí", "fuente", "leer …", "ver …", "더 보기", "더보기", "원문", "원문 보기", "원문보기", "출처",
    "링크", "여기", "link to …", "link zu …", "link zum …", "link zur …", "this page", "this link", "기사 보기", "자세히 보기", "続きを読む", "もっと見る", "阅读更多", "阅读原文",
];

/// Words of a link that say that it leads to the source.
pub(super) const SAYS_SOURCE: &[&str] = &["source", "sources", "quelle", "quellen", "fuente", "출처", "원문"];

/// Words of a sentence below a quotation that points to where its words are from.
pub(super) const POINTS_TO: &[&str] = &[
    "here", "link", "source", "original", "transcript", "available", "details", "hier", "quelle", "wortlaut",
    "nachzulesen", "nachlesen", "ici", "texte", "aquí", "fuente", "여기", "원문", "출처", "whole", "entire", "complete", "rest",
    "ganze", "ganzen", "vollständige", "vollständigen", "komplette", "kompletten", "entier", "complet", "intégral", "completo",
    "completa", "전문", "전체",
];

/// Words of a remark of an editor on how something is quoted.
pub(super) const QUOTING_REMARKS: &[&str] = &[
    "emphasis", "emphases", "italics", "bold", "translation", "translated", "hervorhebung", "hervorhebungen", "übersetzung", "übersetzt",
    "fettungen", "traduction", "souligné", "emphase", "énfasis", "negrita", "negritas", "traducción", "강조", "강조는", "번역", "번역은", "옮긴이",
];

/// First words of a line that sends readers on to the rest of a report.
pub(super) const READS_ON: &[&str] = &[
    "read more at", "read more on", "read more in", "read more here", "read the rest", "read the full", "read the whole",
    "read the entire", "read the original", "read the complete", "read the article", "read the report", "read the story", "read the post",
    "read it all", "read it in full", "the full text", "the full article", "the full story", "the full post", "full story",
    "full article", "full text", "the whole article", "the whole thing", "there's more at", "more at", "den rest", "den ganzen artikel", "den ganzen text",
    "der ganze artikel", "der vollständige artikel", "den vollständigen artikel", "weiterlesen bei", "hier weiterlesen", "lire la suite", "la suite sur",
    "lire l'article", "l'article complet", "leer más en", "leer completo", "원문은", "전문은", "기사 원문", "元記事",
];

/// Ends of a sentence that says who has the rest of a report.
pub(super) const HAS_MORE: &[&str] = &[
    "has more", "have more", "has the rest", "has the details", "has the full story", "has the whole story", "gibt es mehr",
    "gibt's mehr", "gibt es den ganzen text", "gibt es den ganzen artikel", "gibt es den rest", "steht mehr", "hat mehr",
    "en dit plus", "tiene más", "hay más",
];

/// First words of a sentence below a quotation that speaks of its words: `This is what she asks in the Quay.`
pub(super) const REFERS_ABOVE: &[&str] = &[
    "this", "these", "that", "those", "so", "thus", "thats", "that's", "diese", "dieser", "dieses", "dies", "das", "heißt", "schreibt", "so",
    "ce", "cette", "ces", "c'est", "ainsi", "esta", "este", "esto", "estas", "estos", "así", "eso", "aquello", "queste", "così",
];

/// Words of links and beside them that tell of something written or said, beside those of works and of reporting.
pub(super) const TELLS: &[&str] = &[
    "tweet", "tweets", "tweeted", "toot", "thread", "blogged", "newsletter", "comment", "comentario", "commentaire", "announcement", "announced", "posted", "confirmed", "responded", "statement",
    "answer", "answered", "replied", "reply", "asked", "asks", "discovered", "wrote", "written", "talk", "remarks", "quote", "transcript",
    "text", "blogeintrag", "blogpost", "kommentar", "interview", "meldung", "eintrag", "notiz", "antwort", "antwortet", "antwortete",
    "veröffentlicht", "veröffentlichte", "entdeckt", "geschrieben", "gelesen", "gebloggt", "getwittert", "notiert", "erzählt", "fragt", "fragte", "stellte",
    "beschreibt", "beschrieb", "tuit", "entrada", "noticia", "carta", "escrito", "publicado", "leído", "leo", "cuenta", "responde", "respondió",
    "tuiteó", "billet", "tribune", "lu", "publié", "découvert", "répond", "répondu", "raconte", "tweeté",
];

/// Parts of words of Korean, Japanese and Chinese that do.
pub(super) const TELLS_WITHIN: &[&str] = &[
    "글을", "글이", "글에", "글은", "글의", "글입", "기사", "문서", "설명", "답했", "답을", "답변", "내용", "트윗", "항목", "인터뷰", "포스트",
    "인용하", "인용해", "인용한", "문구", "경고문", "보고서", "원문", "번역한", "소개", "밝혔", "말했", "썼다", "써 놨", "써 있", "쓴 ", "나와 있", "튜토리얼", "칼럼", "논문", "記事", "投稿", "ツイート",
    "引用", "述べ", "書い", "書か", "説明", "発表", "によると", "文章", "报道", "報道", "写道", "一文", "博客", "指出", "表示", "推文",
];

/// Words for editors, and what they do if what follows is their own: `I have written`.
pub(super) const ONESELF: &[&str] = &["i", "we", "i've", "we've", "ich", "wir", "je", "j'ai", "nous", "yo", "나는"];
pub(super) const WRITES: &[&str] = &[
    "wrote", "written", "posted", "published", "tweeted", "blogged", "said", "asked", "schrieb", "geschrieben", "veröffentlicht", "gebloggt",
    "écrit", "publié", "escrito", "publicado",
];

/// Words for people whose name is elsewhere.
pub(super) const SOMEBODY: &[&str] = &["he", "she", "they", "i", "we", "er", "sie", "ich", "wir", "il", "elle", "je"];

/// Words, or parts of words, that say that something follows.
pub(super) const POINTS_BELOW: &[&str] = &[
    "글이다", "기사다", "내용이다", "일부다", "대목이다", "아래", "다음과", "다음은", "이렇게", "이런 ", "이렇다", "이거다", "인용하", "인용해", "옮겨", "발췌", "以下", "次の", "引用する", "こうある", "如下", "下面",
    "摘录", "below", "unten", "folgend", "ci-dessous", "suivant", "abajo", "siguiente",
];

/// Words that may precede the name of an outlet in an attribution.
pub(super) const BEFORE_NAMES: &[&str] = &[
    "source: ", "source ", "via ", "from ", "h/t ", "hat tip: ", "hat tip ", "read more at ", "quelle: ", "fuente: ",
    "from: ", "aus: ", "sources: ", "quellen: ", "zitiert nach: ", "bron: ", "fonte: ", "źródło: ", "källa: ", "kilde: ", "lähde: ",
    "zdroj: ", "forrás: ", "kaynak: ", "sumber: ", "источник: ", "джерело: ", "πηγή: ", "자료: ", "引用: ", "引用元: ", "出處：",
    "source : ", "link: ", "link : ", "링크: ", "링크 : ", "출처: ", "출처 : ", "出典：", "出典: ", "来源：", "来源: ",
];

/// Words and signs that end the name of an outlet in an attribution; the rest is the locator.
pub(super) const AFTER_NAMES: &[&str] = &[",", ";", ":", " via ", " – ", " — ", " - ", " | ", " (", "\n", ")", "]"];

/// Words of jobs: an outlet beside one is an employer, and no source.
pub(super) const JOBS: &[&str] = &[
    "ceo", "cto", "cfo", "coo", "ciso", "pm", "mp", "mep", "mdb", "chief", "founder", "co-founder", "director", "president", "chairman", "chair", "spokesman",
    "spokeswoman", "spokesperson", "manager", "analyst", "professor", "minister", "secretary", "senator", "head",
    "owner", "publisher", "mayor", "officer", "partner", "editor", "geschäftsführer", "chef", "chefin", "sprecher", "sprecherin",
    "leiter", "leiterin", "vorsitzender", "directeur", "directrice", "président", "porte-parole", "presidente",
    "portavoz", "대표", "사장",
];

/// Words of a lead-in that goes on with the source of the quotation before, if it has no others: `And later:`.
pub(super) const CONTINUES: &[&str] = &[
    "adds", "added", "continues", "continued", "continuing", "further", "later", "also", "concludes", "concluded",
    "and", "again", "then", "more", "on", "down", "but", "so", "finally", "elsewhere", "next", "excerpt", "excerpts",
    "however", "unfortunately", "fortunately", "especially", "particularly", "notably", "importantly", "interestingly",
    "specifically", "leider", "allerdings", "insbesondere", "surtout", "notamment", "cependant", "malheureusement", "enfin",
    "además", "desgraciadamente",
    "weiter", "außerdem", "ferner", "und", "später", "dann", "ajoute", "poursuit", "et", "puis", "añade", "continúa", "y",
    "luego", "덧붙였다", "이어", "또", "이렇게",
];

/// Words that tell of the editor or of those around: such a lead-in goes on with nothing.
pub(super) const OWN_WORDS: &[&str] = &[
    "i", "my", "our", "we", "me", "mine", "ich", "mein", "meine", "meiner", "unser", "unsere", "wir", "mon", "ma", "mes",
    "notre", "je", "mi", "mis", "nuestra", "nuestro", "나는", "내", "제", "우리",
];

/// First words of a lead-in that only points back: `He writes:`.
pub(super) const POINTS_BACK: &[&str] = &[
    "he", "she", "it", "they", "this", "here", "there", "er", "sie", "es", "dort", "hier", "il", "elle", "ils",
    "elles", "él", "ella", "ellos",
];

/// Nouns that such a lead-in may have in place of a source: `The court finds:`.
pub(super) const NAMELESS: &[&str] = &[
    "paper", "article", "report", "court", "study", "letter", "comment", "comentario", "commentaire", "kommentar", "statement", "document", "text", "ruling", "book",
    "memo", "piece", "post", "author", "authors", "judges", "gericht", "richter", "artikel", "bericht", "studie",
    "urteil", "brief", "buch", "autor", "autorin", "rapport", "étude", "texte", "livre", "informe", "artículo",
    "estudio", "texto", "libro", "신문", "기사", "보고서",
];

/// Words of the editor's own things: a lead-in with one points back to nothing.
pub(super) const MINE: &[&str] = &[
    "my", "our", "mine", "mein", "meine", "meinem", "meinen", "meiner", "unser", "unsere", "unserem", "unseren", "mon", "ma",
    "mes", "notre", "nos", "mi", "mis", "nuestra", "nuestro", "내", "제", "나의", "우리",
];

/// Words for a part of a report: `Here is an extract:`.
pub(super) const EXTRACTS: &[&str] = &[
    "excerpt", "excerpts", "extract", "extracts", "quote", "quotation", "quotations", "passage", "passages", "paragraph",
    "line", "lines", "introduction", "abstract", "section", "auszug", "abschnitt", "ausschnitt", "auszüge", "zitat", "zitate", "passus", "absatz", "zeilen",
    "stelle", "extrait", "extraits", "citation", "citations", "chapô", "phrase", "cita", "citas", "extracto", "extractos",
    "fragmento", "párrafo", "chapter", "kapitel", "chapitre", "capítulo", "발췌", "대목", "抜粋", "摘录",
];

/// Words for somebody whose work was named before: `from her chapter`.
pub(super) const THEIRS: &[&str] =
    &["his", "her", "their", "seinem", "seiner", "ihrem", "ihrer", "son", "sa", "leur", "su", "sus"];

/// Nouns of what a body says to the press.
pub(super) const PRESS_RELEASES: &[&str] =
    &["press release", "news release", "communiqué", "pressemitteilung", "presseerklärung", "pressemeldung", "comunicado"];

/// Words beside the number of a page.
pub(super) const PAGES: &[&str] =
    &["p", "pp", "pg", "pgs", "page", "pages", "s", "seite", "seiten", "pág", "página", "pagina", "쪽", "페이지", "頁", "页", "ページ", "chapter", "kapitel"];

/// Words between the title of a work and its author: `“Of Tides” by Mara Lind`.
pub(super) const BY_AUTHORS: &[&str] = &["by", "von", "de", "di", "par", "por"];

/// Words before a noun that was named before: `this article`.
pub(super) const DEFINITE: &[&str] = &[
    "the", "this", "that", "his", "her", "their", "its", "same", "der", "die", "das", "dem", "den", "dieser", "dieses", "diesem",
    "seinem", "ihrem", "le", "la", "cet", "cette", "ce", "son", "sa", "leur", "el", "este", "esta", "su",
];

/// Words right before the title of a work in a lead-in: `In his book “Tides” she writes:`.
pub(super) const BEFORE_TITLES: &[&str] = &[
    "in", "from", "of", "told", "book", "novel", "essay", "memoir", "play", "poem", "report", "article", "column", "paper", "study",
    "called", "entitled", "titled", "aus", "im", "buch", "roman", "aufsatz", "artikel", "studie", "werk", "de", "du", "dans",
    "au", "livre", "titre", "libro", "titulado", "del", "en",
];

/// Nouns of works that texts are about, by kind; `…` after the root of several words. A lead-in with one points back to the last
/// work of its kind: `The judges find:` to a ruling.
pub(super) const WORKS: &[&[&str]] = &[
    &[
        "ruling", "judgment", "judgement", "verdict", "court", "judge", "judges", "justices", "tribunal", "urteil…", "gericht…",
        "richter", "richterin", "beschluss", "arrêt", "juges", "sentencia", "fallo", "판결…", "법원…", "재판부…",
    ],
    &[
        "study", "paper", "report", "survey", "researchers", "authors", "findings", "studie…", "gutachten…", "bericht",
        "forscher", "untersuchung", "étude", "rapport", "chercheurs", "estudio", "informe", "보고서…", "연구…",
    ],
    &[
        "law", "act", "bill", "statute", "regulation", "directive", "treaty", "constitution", "gesetz…", "verordnung",
        "richtlinie", "staatsvertrag…", "loi", "décret", "ley", "decreto", "조약…",
    ],
    &[
        "letter", "statement", "memo", "brief", "schreiben", "pressemitteilung", "stellungnahme", "lettre", "communiqué",
        "carta", "comunicado", "성명…", "편지…",
    ],
    &[
        "article", "essay", "column", "interview…", "speech", "transcript", "artikel", "beitrag", "rede", "entretien",
        "artículo", "entrevista", "discurso", "인터뷰…", "연설…",
    ],
];

/// Signs that end the name of a work in the words of a link.
pub(super) const AFTER_WORKS: &[&str] = &[" (", ",", ":", " in ", " vom ", " über ", " zu ", " from ", " on ", " about ", " of 1", " of 2"];

/// Openings of the credit of an embedded post, in lower case.
pub(super) const POSTED_BY: &[&str] = &[
    "a post shared by", "a photo posted by", "a video posted by", "posted by", "ein beitrag geteilt von",
    "ein von", "gepostet von", "publicado por", "publicada por", "una publicación compartida de",
    "une publication partagée par", "publié par", "publiée par", "post by", "게시물", "una publicación compartida por",
    "uma publicação compartilhada por", "uma publicação partilhada por", "un post condiviso da", "post udostępniony przez",
    "een bericht gedeeld door", "sebuah kiriman dibagikan oleh", "публикация от", "příspěvek sdílený",
];

/// The words after a name in such a credit that lead to its date.
pub(super) const POSTED_ON: &[&str] = &[" on", " am", " le", " el", " il", " geteilter beitrag", ","];

/// Words between a person and the platform on which that person wrote.
pub(super) const PLACED_ON: &[&str] = &["on", "via", "auf", "bei", "über", "sur", "en", "su", "no", "na", "op"];

/// Words of the buttons of an embedded post, in lower case.
pub(super) const POST_BUTTONS: &[&str] = &[
    "view this post on", "view this profile on", "view on", "sieh dir diesen beitrag auf", "voir cette publication sur",
    "ver esta publicación en", "ver essa foto no", "view more on", "instagram에서 이 게시물 보기", "この投稿をinstagramで見る",
    "ver este post no", "ver esta publicação no", "visualizza questo post su", "wyświetl ten post na", "bekijk dit bericht op",
    "lihat postingan ini di", "посмотреть эту публикацию в", "zobrazit příspěvek na",
];
