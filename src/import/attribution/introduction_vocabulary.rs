//! The words of sentences that introduce a quotation, around the name of its outlet.

/// Words that lead to the outlet in which something is read, in a sentence that introduces it.
pub(super) const FOUND_IN: &[&str] = &[
    "in", "at", "on", "from", "via", "im", "bei", "beim", "aus", "auf", "vom", "dans", "sur", "chez", "au", "en", "del", "por",
];

/// Words that lead to the outlet whose report is told of.
pub(super) const OF_OUTLETS: &[&str] = &["of", "by", "for", "der", "des", "von", "mit", "dem", "de", "du", "par", "la", "el", "to", "zu"];

/// Words that let an outlet or its people speak: `interviewed by`, `courtesy of`, `a reporter of`.
pub(super) const LETS_SPEAK: &[&str] = &["invité", "invitée", "interviewé", "interviewée", "interrogé", "interrogée", "entrevistado", "entrevistada", "interviewed", "left", "courtesy", "thanks", "words", "verdanken", "kollegen", "confrères", "colegas",
    "reporter", "reporterin", "korrespondent", "korrespondentin", "journalist", "journalistin", "journaliste", "periodista", "palabras"];

/// Words between such a word and the name.
pub(super) const BEFORE_NAMES_IN: &[&str] = &[
    "new", "latest", "current", "recent", "local", "heutigen", "gestrigen", "neuen", "aktuellen", "dernier", "último",
];

/// Words before a name at the start of a sentence that make it no subject.
pub(super) const LEADS_ELSEWHERE: &[&str] = &[
    "i", "he", "she", "we", "they", "my", "her", "his", "our", "to", "of", "about", "against", "with", "by", "for", "after", "before", "mr",
    "mrs", "ich", "er", "sie", "wir", "mein", "meine", "an", "über", "gegen", "mit", "für", "je", "il", "elle", "sa", "son", "contre", "pour",
    "yo", "su", "contra", "para", "con", "which", "whose", "who",
];

/// Words that begin the time of a report.
pub(super) const TIMES: &[&str] = &[
    "on", "in", "this", "last", "today", "yesterday", "earlier", "recently", "am", "im", "heute", "gestern", "vom", "dazu", "le",
    "ce", "hier", "for", "daté", "that", "dass", "que", "aujourd'hui", "el", "este", "esta", "hoy", "ayer",
];

/// Words behind the name of an outlet that does not speak.
pub(super) const STAYS_SILENT: &[&str] = &[
    "refused", "refuses", "declined", "declines", "didn't", "doesn't", "hasn't", "ignored", "wrong", "unanswered", "headquarters",
    "leserbrief", "falsch", "weigerte", "lehnte", "unbeantwortet", "gegendarstellung", "refusé", "pas", "suite", "démenti", "mentir", "rehusó",
    "declinó", "quiso", "equivoca", "equivocan", "rectificación", "zurück",
];

/// Words before the name of an outlet that speak against it, or of a time long past, or to it.
pub(super) const SPEAKS_AGAINST: &[&str] = &[
    "accused", "accuses", "criticized", "criticised", "criticizing", "criticising", "attacked", "rejected", "rejects", "disputed", "disputes",
    "dismissed", "mocked", "answer", "reply", "response", "responding", "reacting", "letter", "letters", "complaint", "sued",
    "suing", "correction", "retraction", "demanding", "former", "formerly", "once", "ex", "unlike", "subscriber", "subscribes", "cancelled",
    "kritisierte", "kritisiert", "vorwirft", "widersprach", "widerspricht", "dementierte", "bestritt", "wirft", "antwort", "brief", "beschwerde",
    "verklagte", "ehemaliger", "ehemalige", "ehemaligen", "früherer", "frühere", "einst", "abonnent", "rüge", "critique", "accuse", "conteste",
    "dément", "lettre", "courrier", "réponse", "ancien", "ancienne", "abonné", "condamné", "critica", "criticó", "acusa", "acusó", "desmiente",
    "desmintió", "negó", "carta", "respuesta", "antiguo", "antigua", "suscriptor", "demandó", "exredactor", "whether", "worked", "arbeitete", "wies", "travaillé", "trabajó",
];

/// Particles and nouns after the name of an outlet in Korean, Japanese and Chinese, in a sentence that introduces its words.
pub(super) const AFTER_JOINED: &[&str] = &[
    "은 ", "는 ", "은,", "는,", "이 ", "가 ", "、", "，", "に", "以", "의 ", "에는", "에서", "도 ", ",", " 기사", " 보도", " 칼럼", " 사설", "は", "を引", "記者", "记者", "が", "の", "より", "で", "によ",
    "在", "的", "称", "稱", "写", "寫", "说", "說", "报", "報", "发", "發", "刊", "指", "评", "評", "引", "表", "曾", "今", "昨", "：", ":",
];

/// Parts of words that report in such a sentence.
pub(super) const JOINED_REPORTS: &[&str] = &[
    "보도", "기자", "취재", "옮긴", "옮기", "전했", "전한", "전하", "밝혔", "썼다", "쓴 ", "적었", "실린", "실렸", "기사", "사설", "칼럼", "지적", "소개", "인용", "분석", "설명",
    "報じ", "伝え", "書い", "書か", "述べ", "掲載", "載っ", "記事", "社説", "より", "説明", "指摘", "引用", "写道", "寫道", "报道", "報道", "报导", "報導",
    "写到", "提到", "介绍", "介紹", "解释", "解釋", "定义", "定義", "透露", "指出", "刊登", "刊发", "文章", "社论", "社論", "评论", "評論", "引述", "消息", "摘自", "接受",
];

/// Words in these languages that speak against an outlet, or of it as a thing.
pub(super) const OPPOSES_JOINED: &[&str] = &[
    "批评", "批評", "反驳", "反駁", "不同", "不像", "否认", "否認", "拒绝", "拒絕", "回应", "回應", "抗议", "抗議", "更正", "投稿", "来信", "來信", "订阅", "訂閱",
    "起诉", "起訴", "失实", "失實", "门口", "門口", "大楼", "大樓", "否定", "反論", "批判", "訂正", "拒否", "応じな", "断った", "投書", "購読", "とは違", "とは異", "違って",
    "誤報", "訴え", "本社前", "コメントしな", "읽고", "정정", "건물", "사옥", "앞에서", "보냈", "반박", "부인", "거부", "거절", "소송", "고소", "항의", "구독", "투고", "출신",
    "오보", "사실과 다르", "사실이 아니", "였던", "한때", "외면", "모르겠", "相反", "달리", "응하지", "사실무근",
];

/// Particles of an object, and the words that make it a source nevertheless.
pub(super) const OBJECT_PARTICLES: &[&str] = &["을 ", "를 ", "과 ", "와 ", "에게", "に対", "を", "と"];
pub(super) const QUOTES_JOINED: &[&str] = &["인용", "引用", "を引", "의 인터뷰", "을 펼치", "를 펼치", "을 보면", "를 보면", "을 보니", "를 보니"];

/// English verbs of saying: what follows the name behind one may be what is said of it, as in `says the Tide is wrong`.
pub(super) const SAYS_OF: &[&str] = &[
    "says", "said", "say", "tells", "argues", "argued", "claims", "claimed", "notes", "noted", "writes", "wrote", "reports", "reported", "states",
    "adds", "added", "warns", "reveals", "concludes",
];

/// Words that lead to the subject of what is said: `This is how the Tide puts it`.
pub(super) const LEADS_TO_SUBJECTS: &[&str] = &["what", "how", "as", "wie", "was", "comme", "que", "como"];

/// Words of reading, behind the name of what is read.
pub(super) const READS: &[&str] = &[
    "read", "appeared", "nachlesen", "nachzulesen", "lesen", "liest", "lese", "steht", "stand", "erschien", "erschienen", "findet", "lu", "lit", "lire",
    "leo", "lee", "leer", "leemos", "aparece",
];
