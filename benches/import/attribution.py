"""Whether quotations are attributed to whom a person labelled them as being from."""

import hashlib
import re
from urllib.parse import urlsplit

from programs import Found
from texts import decode, normal, read_html

COUNTS = ("labels", "located", "quoted", "attributed", "right", "wanted", "found", "dated", "day")


def declarations(labels, pages):
    """Outlets to declare: those of labels, but for the pages' own, which would make reports of these pages."""
    links = [link for page in pages for link in re.findall(r"<(?:link|meta)[^>]*(?:canonical|og:url)[^>]*>", decode(page.html))]
    own = {host(address) for link in links for address in re.findall(r"https?://[^\s\"'>]+", link)}
    found = {}
    for label in labels:
        name, domain = label.get("name"), host(label.get("url"))
        if label["kind"] == "outlet" and name and domain and domain not in own:
            found[name] = f"+++\nname = '''{name}'''\ndomains = ['{domain}']\n+++\n"
    return found


def score_labels(labels, texts, run):
    """Figures for each half, and notes on the one to tune by; `texts` are the words of the labels, as located."""
    halves, notes = {}, []
    for label, text in zip(labels, texts):
        half = halves.setdefault(label["half"], dict.fromkeys(COUNTS, 0))
        wanted = label["kind"] in ("outlet", "embedded-post", "document") and bool(label.get("name") or label.get("url"))
        quoted, source = find_quote(label, text, run.found.get(label["page"], Found()).quotes)
        right = source is not None and fits(label, source)
        dated = right and label.get("date")
        day = dated and str(source.get("published", ""))[:10] == label["date"]
        for count, is_one in zip(COUNTS, (True, text, quoted, source is not None, right, wanted, right and wanted, dated, day)):
            half[count] += bool(is_one)
        if label["half"] == "tuning" and not right and (wanted or source is not None):
            verdict = "wrong" if source is not None else "missing" if quoted else "not quoted" if text else "not located"
            lines = [(text or "")[:80], f"got {source}", f"not {({key: label.get(key) for key in ('kind', 'name', 'url')})}"]
            notes.append(("attribution", label["page"], verdict, lines))
    for half in halves.values():
        half["precision"] = half["right"] / max(1, half["attributed"])
        half["recall"] = half["found"] / max(1, half["wanted"])
    return halves, notes


def locate(label, page):
    """The words of a label, found in its page by their hash: an element's, else any run of that length."""
    whole, elements = read_html(decode(page.html), kept=lambda tag: tag != "html")
    is_label = lambda text: len(text) == label["length"] and hashlib.sha256(text.encode()).hexdigest() == label["words"]
    whole, length = normal(whole), label["length"]
    texts = (normal(text) for text, _ in elements)
    runs = (whole[at:at + length] for at in range(len(whole) - length + 1))
    return next(filter(is_label, texts), None) or next(filter(is_label, runs), None)


def find_quote(label, text, quotes):
    """Whether a quotation has 80 % of the text, or is the same post, and the source of an attributed one: of one with no other
    words, else of the same post, since all posts without words have those of a button, else of the shortest."""
    pieces = {text[at:at + 12] for at in range(max(1, len(text) - 11))} if text else {"not located"}
    post = address(label.get("url")) if label["kind"] == "embedded-post" else None
    fitting = []
    for quote, source in quotes:
        plain = normal(quote)
        has_words = sum(piece in plain for piece in pieces) >= .8 * len(pieces)
        is_post = bool(post and source and address(source.get("url")) == post)
        if has_words or is_post:
            fitting.append((not is_post, len(plain), source, plain))
    exact = [it for it in fitting if it[3] == text]
    attributed = [it for it in exact or fitting if it[2] is not None]
    return bool(fitting), min(attributed, key=lambda it: it[:2])[2] if attributed else None


def fits(label, source):
    """Whether the outlet is the label's by name or host; of a post by its author or handle. A date is no outlet."""
    stated, name, url = source.get("outlet", ""), normal(label.get("name")), label.get("url", "")
    outlet, author = normal(stated), normal(source.get("author"))
    is_host = stated.lower() == host(source.get("url"))
    if re.search(r"\b(19|20)\d\d\b", stated) and not re.search(r"\d{4}", label.get("name", "")) and not is_host:
        return False
    if label["kind"] == "embedded-post":
        handle = normal(label.get("handle") or urlsplit(url).path.strip("/").split("/")[0])
        return any(len(one) > 1 and one in both for one in (name, handle) for both in (outlet, author))
    names = [name, normal(label.get("speaker"))]
    named = any(min(len(one), len(outlet)) > 1 and (one in outlet or outlet in one) for one in names)
    return named or bool(url) and host(url) in (host(source.get("url")), stated.lower())


def address(url):
    """Host and path, without a last slash."""
    return host(url) + urlsplit(url).path.rstrip("/") if url else None


def host(url):
    return (urlsplit(url or "").hostname or "").removeprefix("www.").removeprefix("m.")
