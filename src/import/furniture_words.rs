//! Lines that pages put around texts, by their words: English, German, French, Spanish, Italian, Portuguese, Polish, Korean,
//! Japanese and Chinese. To teach it another kind of page, or another language, start here.

/// The meaning of a line of page furniture for the lines that follow.
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

/// The kind of lines in which a newsletter speaks of its delivery.
pub(super) const SUBSCRIPTION: &str = "subscription";

/// The kind of lines that feeds put below each entry.
pub(super) const FEED_FOOTER: &str = "feed footer";

/// A kind of line that pages put around posts.
pub(super) struct Furniture {
    pub kind: &'static str,
    pub following: FollowingLines,
    /// Patterns of the whole line: `#` is a number, `…` any words.
    pub patterns: &'static [&'static str],
}

/// Lines that are not part of a post. The first that matches counts.
#[rustfmt::skip] // It would give each word a line.
pub(super) const FURNITURE: &[Furniture] = &[
    // The heading of a page that lists posts by tag, category, month or author.
    Furniture {
        kind: "page heading",
        following: FollowingLines::Posts,
        patterns: &[
            "tag : …", "tag archives : …", "posts tagged …", "category : …",
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
            "veröffentlicht am …", "veröffentlicht von …", "veröffentlicht : …", "geschrieben von …", "aktualisiert am …",
            "aktualisiert : …", "zuletzt aktualisiert …", "letzte aktualisierung …", "stand : #", "stand # …", "autor : …",
            "publié le …", "publié par …", "mis à jour le …", "auteur : …", "publicado el …", "publicado por …",
            "publicado em …", "actualizado …", "pubblicato il …", "pubblicato da …", "opublikowano …", "gepubliceerd …",
            "기사입력 …", "최종수정 …", "수정 …", "公開日 …", "更新日 …", "发布时间 …", "發布時間 …",
        ],
    },
    // How long it takes to read.
    Furniture {
        kind: "reading time",
        following: FollowingLines::Metadata,
        patterns: &[
            "# min read", "# mins read", "# minute read", "# minutes read", "# minutes to read", "# min", "# minutes",
            "reading time …", "estimated reading time …", "read time …", "lesezeit …", "lesedauer …", "# min lesezeit",
            "# minuten lesezeit", "# min lesedauer", "# minuten", "temps de lecture …", "lecture # min …", "lectura : # min …",
            "# min de lecture", "tiempo de lectura …", "# min de lectura", "# minutos de lectura", "tempo di lettura …",
            "# min di lettura", "tempo de leitura …", "# min de leitura", "ten tekst przeczytasz …", "czas czytania …",
            "leestijd …", "読了時間 …", "阅读时间 …", "읽는 시간 …",
        ],
    },
    // Who wrote it, below.
    Furniture {
        kind: "about the author",
        following: FollowingLines::Links,
        patterns: &[
            "about the author …", "about the authors", "about the writer", "über den autor …", "über die autorin …",
            "über die autoren …", "zur person …", "à propos de l'auteur …", "sobre el autor …", "sobre la autora …",
            "sobre o autor …", "l'autore", "o autorze", "over de auteur", "著者について", "この記事を書いた人", "作者简介",
            "글쓴이 소개", "기자 소개",
        ],
    },
    // Where it is filed.
    Furniture {
        kind: "filing",
        following: FollowingLines::Any,
        patterns: &[
            "this entry was posted …", "this entry was filed …", "this post was posted …", "filed under …",
            "posted in …", "categories : …", "tagged …", "tagged : …",
            "tagged with …", "tags : …", "bookmark the permalink", "permalink",
            "permalien", "posted under …", "schlagwörter …", "schlagworte …", "stichworte …", "kategorie : …",
            "kategorien …", "themen : …", "mots clés …", "étiquettes …", "catégories …", "etiquetas …", "categorías …",
            "categoria : …", "タグ …", "カテゴリー …", "标签 …", "標籤 …", "topics : …", "topic : …", "keywords : …",
            "der beitrag wurde am …", "dieser beitrag wurde am …", "dieser eintrag wurde …", "erstellt am …",
            "geschrieben am … ist zu finden in …",
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
            "copy link", "more", "# views", "공유", "공유하기", "좋아요", "# 공유",
            "sharing is caring …", "share the …", "follow us …", "follow me …", "follow … on twitter …", "save", "bookmark",
            "teilen", "artikel teilen", "diesen artikel teilen", "beitrag teilen", "diesen beitrag teilen", "teilen mit …",
            "teilen auf …", "teile diesen …", "teilen sie diesen …", "auf facebook teilen …", "auf twitter teilen …",
            "per mail …", "drucken", "artikel drucken", "seite drucken", "rezept drucken", "merken", "kommentieren",
            "weiterempfehlen", "gefällt mir …", "folge uns …", "folgen sie uns …", "folgen", "partager", "partager sur …",
            "partager cet article …", "partagez …", "imprimer", "envoyer par mail", "suivez nous …", "j'aime", "compartir",
            "compartir en …", "compartir este …", "compártelo …", "compártenos …", "imprimir", "síguenos …", "me gusta",
            "condividi …", "stampa", "seguici …", "compartilhar …", "compartilhe …", "partilhar …", "siga nos …",
            "udostępnij …", "drukuj", "podziel się …", "delen", "シェア", "シェアする", "ツイート", "ツイートする",
            "フォローする", "いいね", "いいね !", "印刷", "分享", "分享到 …", "收藏", "点赞", "打印", "공감 #", "url 복사 …", "이웃추가",
            "좋아요 #", "공유 #", "likes #", "shares #", "comments #", "gefällt mir #", "j'aime #", "me gusta #", "いいね #",
            "인쇄", "스크랩", "기사 공유하기", "카카오톡", "페이스북", "트위터",

            "like this story …", "like this article …", "did you like this …", "did you enjoy this …", "was this article helpful …",
            "was this helpful …", "rate this …", "no ratings yet", "no votes so far …", "artikel gefallen …", "hat ihnen der artikel …",
            "hat dir der artikel …", "war der artikel …", "war dieser artikel …", "artikel bewerten …", "noch keine bewertungen",
            "… den artikel bewerten", "… den artikel teilen …", "den artikel mit anderen teilen …", "jetzt teilen …",
            "valora esta noticia …", "valora este artículo …", "¿te gustó …",  "partagez cet article …",
            "noter cet article …", "oceń artykuł …", "valuta questo …", "avalie este …",
        ],
    },
    // What newsletters say of their delivery; often with private links.
    Furniture {
        kind: SUBSCRIPTION,
        following: FollowingLines::Any,
        patterns: &[
            "view in browser", "view in your browser", "view online", "read online", "open in browser",
            "view this email in your browser …", "view this email in browser …", "view the web version …",
            "unsubscribe …", "… unsubscribe", "you get this because …", "you are receiving this …", "you received this …",
            "you re receiving this …", "this email was sent to …", "this message was sent to …",
            "update your preferences …", "update your email preferences …", "manage your subscription …",
            "im browser ansehen", "im browser anzeigen", "im browser öffnen", "newsletter abbestellen …", "… abbestellen",
            "sie erhalten diesen newsletter …", "voir dans le navigateur", "se désabonner …", "… se désabonner",
            "ver en el navegador", "darse de baja …", "수신거부 …", "웹에서 보기", "브라우저에서 보기", "配信停止 …",
            "ブラウザで見る", "退订 …",
        ],
    },
    // What a feed says below each entry.
    Furniture {
        kind: FEED_FOOTER,
        following: FollowingLines::Any,
        patterns: &[
            "the post … appeared first on …", "the article … appeared first on …", "the entry … was first posted on …",
            "this post first appeared on …", "this article first appeared on …", "this article originally appeared on …",
            "der beitrag … erschien zuerst auf …", "dieser beitrag erschien zuerst …", "l'article … est apparu en premier sur …",
            "cet article … est apparu en premier sur …", "la entrada … se publicó primero en …",
            "la entrada … aparece primero en …", "l'articolo … proviene da …", "o post … apareceu primeiro em …",
            "artykuł … pochodzi z serwisu …", "het bericht … verscheen eerst op …",
        ],
    },
    // The notice of a filter for unwanted comments, or of consent.
    Furniture {
        kind: "notice",
        following: FollowingLines::Any,
        patterns: &[
            "the wayback machine https …", "this site uses akismet …", "learn how your comment data is processed", "… protected by recaptcha …",
            "this site uses cookies …", "this website uses cookies …", "we use cookies to …", "we use cookies on …",
            "cookie policy", "accept", "advertisement", "advertisements", "sponsored", "report this ad", "광고",
            "newsletter", "newsletters", "subscribe to our …", "sign up for our …", "never miss …",
            "newsletter abonnieren …", "zum newsletter …", "abonniere unseren …", "abonnieren sie unseren …",
            "abonnieren sie den …", "jetzt newsletter …", "unser newsletter …", "jetzt abonnieren …", "inscrivez vous …",
            "abonnez vous …", "recevez notre newsletter …", "suscríbete …", "suscríbase …", "suscribirse …", "regístrate …",
            "iscriviti …", "assine …", "inscreva se …", "zapisz się …", "メルマガ登録 …", "구독하기", "订阅 …",
            "diese website verwendet cookies …", "diese website benutzt cookies …", "diese seite verwendet cookies …",
            "wir verwenden cookies …", "wir nutzen cookies …", "diese website verwendet akismet …", "alle akzeptieren",
            "alle cookies akzeptieren", "accept all", "accept all cookies", "accept cookies", "cookie settings",
            "cookie einstellungen", "ce site utilise …", "nous utilisons des cookies …", "este sitio usa …",
            "este sitio utiliza …", "utilizamos cookies …", "anzeige", "werbung", "publicité", "publicidad", "reklama",
            "advert", "ad", "continue reading below", "article continues below …", "story continues below …",
            "artículo continúa …", "continua después de la publicidad", "広告", "広告の後に続きます", "广告", "廣告",
            "this post may contain affiliate …", "this article may contain affiliate …", "media playback is unsupported …",
            "this slideshow requires javascript",
            "this post contains affiliate …", "this post contains references to products …", "this article contains affiliate …",
            "this story contains affiliate …", "… may earn a commission …",
            "… may receive a commission …", "… may earn an affiliate commission …", "some links may be affiliate …",
            "enthält affiliate links …", "dieser beitrag enthält werbung …", "dieser artikel enthält affiliate …",
            "bei den verlinkungen handelt es sich um …", "für links auf dieser seite erhält …", "mit * markierte links …",
            "* affiliate link …", "die mit * gekennzeichneten …",
            "want more stories like this …", "want more like this …", "want more news …", "there's plenty more where …",
            "let our news meet your inbox …", "get the latest … in your inbox …", "get the latest updates …",
            "get the best … your inbox …", "get … delivered to your inbox …", "get … straight to your inbox …",
            "get … newsletter …", "sign up to get …", "sign up to receive …", "sign up to our …",
            "subscribe now …", "subscribe today …", "subscribe and …", "subscribe to … magazine …", "become a subscriber …",
            "become a member …", "to view the full story …", "to read the full story …", "to continue reading …",
            "to keep reading …", "already a subscriber …", "if you re already a subscriber …", "click here to subscribe …",
            "click here to get … app", "get … on the go by clicking here", "download our app …",
            "for the latest stories … download …", "follow … on facebook …", "follow … on instagram …",
            "like us on facebook …", "join our newsletter …", "join our community …", "join our mailing list …", "join our forum …", "join our forums …", "have a tip …", "got a tip …",
            "got a story …", "do you have a story …", "submit your letter …", "send us your letters …",
            "we want to hear what you think …", "have your say …",
            "auf dem laufenden bleiben …", "bleiben sie auf dem laufenden …", "nichts mehr verpassen …", "nichts verpassen …",
            "jetzt kostenlos … anmelden …", "newsletter bestellen …", "unsere newsletter …", "folgen sie … auf …",
            "gefällt dir unser …", "gefällt ihnen unser …", "gefällt dir dieser …",
            "externer inhalt …", "externe inhalte …", "empfohlener redaktioneller inhalt …", "an dieser stelle finden sie …",
            "klicken sie auf den unteren button …", "mit dem laden des …", "inhalt laden", "inhalte laden", "video laden",
            "wir respektieren deine privatsphäre …", "wir respektieren ihre privatsphäre …", "external content …",
            "únete desde tu …", "únete a nuestro …", "únete a nuestra …", "hazte miembro …", "hazte socio …", "descarga nuestra app …",
            "pour lire la suite …", "zapraszamy … subskrypcji …", "pobierz aplikację …", "iscriviti alla …",
        ],
    },
    // The form for a comment.
    Furniture {
        kind: "reply form",
        following: FollowingLines::Comments,
        patterns: &[
            "leave a reply", "leave a reply …", "post a comment", "add a comment", "add your comment",
            "write a comment", "댓글 남기기", "댓글 쓰기",
            "kommentar schreiben …", "kommentare schreiben …", "kommentar verfassen …", "kommentar hinterlassen …",
            "schreibe einen kommentar …", "schreiben sie einen kommentar …", "hinterlasse einen kommentar …",
            "hinterlasse eine antwort …", "laisser un commentaire …", "laisser une réponse …", "répondre", "réagir",
            "deja un comentario …", "dejar un comentario …", "deja una respuesta …", "deja tu comentario …",
            "lascia un commento …", "deixe um comentário …", "deixe uma resposta …", "dodaj komentarz …", "コメントを残す",
            "コメントを書く", "コメントする", "发表评论", "發表評論", "发表回复", "댓글을 남겨주세요 …",
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
            "kommentare geschlossen …", "kommentare sind geschlossen …", "die kommentarfunktion …", "los comentarios están …",
            "les commentaires sont …", "commenti chiusi …",
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
            "# kommentare", "# kommentar", "kommentare : #", "# commentaires", "# commentaire", "# comentarios",
            "# commenti", "# comentários", "# komentarzy", "コメント #", "# 件のコメント", "评论 #", "# 条评论", "commenti #",
            "kommentare #", "comentarios #", "commentaires #",
        ],
    },
    Furniture {
        kind: "comments",
        following: FollowingLines::Links,
        patterns: &[
            "comments", "댓글", "kommentare", "commentaires", "comentarios", "commenti", "comentários", "komentarze",
            "コメント", "评论", "評論", "최근 덧글",
        ],
    },
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
            "more stories", "more news", "more like this", "more on this topic", "related coverage", "related reading",
            "related topics", "related links", "related : …", "related story : …", "related article : …", "read more : …",
            "read also : …", "also read …", "read this next …", "what to read next", "recommended stories",
            "editor's picks", "editors' picks", "don't miss", "you may like …", "you might like …", "around the web",
            "from the web", "promoted stories", "sponsored content", "most viewed", "most shared", "see also : …",
            "mehr zum thema …", "mehr zu diesem thema …", "mehr zu : …", "mehr dazu …", "das könnte sie auch …",
            "das könnte dich auch …", "das könnte sie interessieren …", "auch interessant …",
            "siehe auch …", "lesen sie auch …", "lesen sie mehr …", "lesen sie hier …", "lies auch …", "lies mehr …", "ähnliche beiträge",
            "ähnliche artikel", "ähnliche themen", "verwandte artikel", "verwandte themen", "verwandte beiträge",
            "verwandte inhalte", "weitere artikel …", "weitere beiträge …", "weitere nachrichten …", "weitere meldungen …",
            "weitere themen …", "weiterführende links", "weiterführende informationen", "zum weiterlesen",
            "passend zum thema …", "meistgelesen …", "meist gelesen …", "beliebte artikel", "beliebte beiträge",
            "neueste beiträge", "neueste artikel", "letzte beiträge", "aktuelle beiträge", "beiträge zum thema …",
            "empfehlungen …", "das könnte ihnen …", "aussi sur …", "à lire aussi …", "lire aussi …", "à lire également …",
            "à voir aussi …", "voir aussi …", "sur le même sujet …", "sur le même thème …", "articles similaires",
            "articles liés", "les plus lus", "vous aimerez aussi …", "lea también …", "lea : …", "lea más …", "lee también …",
            "lee más …", "le puede interesar …", "le podría interesar …", "te puede interesar …", "te puede gustar …",
            "también te puede …", "además lea …", "vea también …", "vea además …", "ver también …", "noticias relacionadas",
            "notas relacionadas", "artículos relacionados", "más noticias", "más sobre …", "lo más leído", "lo más visto",
            "relacionado", "relacionados", "relacionadas", "relacionado : …", "leggi anche …", "potrebbe interessarti …",
            "ti potrebbe interessare …", "potrebbero interessarti …", "articoli correlati", "leia também …", "leia mais …",
            "veja também …", "czytaj też …", "czytaj także …", "czytaj również …", "zobacz też …", "zobacz także …",
            "zobacz również …", "przeczytaj także …", "polecane", "lees ook …", "関連記事", "関連ニュース", "おすすめ記事", "人気記事",
            "あわせて読みたい …", "相关阅读", "相关文章", "相关新闻", "推荐阅读", "热门文章", "延伸阅读", "相關新聞", "관련기사", "관련 뉴스",
            "추천 기사", "추천기사", "인기 기사", "많이 본 뉴스", "많이 본 기사",
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
            "# # … next", "back to top", "top", "continue reading …", "read more", "read more →", "read on", "read on →", "keep reading",
            "subscribe", "subscribe to …", "sign up …", "sign in", "log in", "login", "log out", "register", "rss",
            "entries rss", "comments rss", "edit", "edit this", "you are here : …", "이전 글", "다음 글", "더 보기", "홈", "검색",
            "zurück", "zurück zu …", "zurück zum …", "zurück zur …", "zur übersicht", "zum seitenanfang", "nach oben",
            "startseite", "zur startseite", "weiterlesen …", "mehr lesen", "mehr erfahren", "mehr anzeigen", "alle anzeigen",
            "lade weitere inhalte", "bild anzeigen", "zum vergrößern …", "bild vergrößern", "anmelden", "registrieren",
            "show more", "load more", "expand", "learn more", "view all", "retour", "retour à …", "haut de page",
            "lire la suite …", "en savoir plus", "accueil", "volver", "volver a …", "leer más", "ver más", "inicio",
            "siguiente", "anterior", "leggi tutto", "leggi di più", "torna su", "torna indietro", "wróć", "czytaj więcej",
            "続きを読む", "次へ", "前へ", "ホーム", "トップ", "トップへ戻る", "阅读更多", "查看更多", "上一篇 …", "下一篇 …", "返回 …", "首页",
            "목록", "맨위로", "이전글", "다음글", "이전 기사", "다음 기사",
        ],
    },
    // The foot of the page.
    Furniture {
        kind: "footer",
        following: FollowingLines::Any,
        patterns: &[
            "copyright …", "copyright # …", "copyright © …", "© …", "© # …",
            "… all rights reserved …", "proudly powered by …", "powered by …", "theme : …", "blog at wordpress com",
            "create a free website …", "privacy policy …", "terms of use …", "terms of service …", "disclaimer",
            "무단 전재 …",
            "… is not responsible for the opinions …", "views expressed … are those of the …", "materiał chroniony prawem …",
            "alle angaben ohne gewähr …", "sofern nicht anders …",
            "alle rechte vorbehalten …", "… alle rechte vorbehalten", "tous droits réservés …", "… tous droits réservés",
            "todos los derechos reservados …", "… todos los derechos reservados", "tutti i diritti riservati …",
            "todos os direitos reservados …", "impressum", "datenschutz", "datenschutzerklärung", "mentions légales",
            "aviso legal", "저작권자 …", "저작권 …", "版权所有 …", "版權所有 …", "無断転載 …", "無断複写 …",
        ],
    },
];
