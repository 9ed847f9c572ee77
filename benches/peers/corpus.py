#!/usr/bin/env python3
"""Write one synthetic news digest as a complete site for each peer.

    python3 corpus.py --n 1000 --seed 1 --out DIR

DIR/<peer>/ is the skeleton in sites/<peer>/, sites/digest.css and n articles. Titles, dates, terms and bodies are the
same for every peer; only the front matter differs. The text is a function of (seed, number of the
article) and nothing else; the dates spread the n articles over ten years.

Prints what the corpus holds as one JSON object: the numbers check.py looks for in the output.
"""

import argparse
import itertools
import json
import random
import re
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

SITES = Path(__file__).resolve().parent / "sites"
FIRST_DAY = datetime(2015, 1, 1)
PERIOD = timedelta(days=3652)

TOPICS = ["border", "censorship", "intranet", "smartphones"]
TAG_SUBJECTS = """battery broadcast cable camera chip coal ferry fuel handset harvest
    radio railway rice router satellite screen server textbook tourist tower""".split()
TAG_ASPECTS = """bans exports fairs fines imports leaks maps permits prices queues
    repairs rumours rules shortages theft""".split()

TOWNS = {
    "Dandong": "CN",
    "Yanji": "CN",
    "Sokcho": "KR",
    "Incheon": "KR",
    "Niigata": "JP",
    "Otaru": "JP",
    "Nakhodka": "RU",
    "Haiphong": "VN",
    "Penang": "MY",
    "Darwin": "AU",
}
PAPERS = ["Courier", "Gazette", "Lantern", "Telegraph"]
OUTLETS = {f"{town} {paper}": country for town, country in TOWNS.items() for paper in PAPERS}

GIVEN_NAMES = "Aiko Boris Clément Duc Eunji Farah Gustav Hye-jin Ines Jun Kaito Lucía Mina Noor".split()
FAMILY_NAMES = "Abe Brandt Cho Đặng Eriksen Fujita Gil Hwang Ivanova Jo Kovač Lim Müller O'Dea".split()

GRAMMAR_WORDS = """the of and to in a is that for it was on with as be at by this had not are but
    from or have an they which one were all we there their would been who more when if no out up
    into than them can only other new some could these two may first then do any now over such
    after also where most before between under while through because each how against both""".split()


def slug(text):
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


class Deck:
    """Draws items by rank: the first ones often, the tail rarely (Zipf–Mandelbrot)."""

    def __init__(self, items, flatness):
        self.items = items
        self.weights = list(itertools.accumulate(1 / (rank + flatness) for rank in range(1, len(items) + 1)))

    def draw(self, rng, k):
        return rng.choices(self.items, cum_weights=self.weights, k=k)


def invented_words(count):
    """Pronounceable words without a meaning, short ones first, as in a real vocabulary."""
    rng = random.Random("vocabulary")
    onsets = "b ch d f g h k l m n p r s t v br dr kl pr st tr".split()
    vowels = "a e i o u a e i o ai ea ou".split()
    endings = ["", "", "n", "r", "l", "s", "t", "nd", "rt", "ck"]
    words = {}
    while len(words) < count:
        syllables = 1 + (len(words) >= 120) + (len(words) >= 2500)
        middle = "".join(rng.choice(onsets) + rng.choice(vowels) for _ in range(syllables))
        word = middle + rng.choice(endings)
        if len(word) > 2 and word not in GRAMMAR_WORDS:
            words[word] = True
    return list(words)


def tag_names():
    tags = [f"{subject}-{aspect}" for subject in TAG_SUBJECTS for aspect in TAG_ASPECTS]
    random.Random("tags").shuffle(tags)
    return tags


NOUNS = Deck(invented_words(5900), flatness=12)
WORDS = Deck(GRAMMAR_WORDS + NOUNS.items, flatness=3)
TAGS = Deck(tag_names(), flatness=6)


@dataclass
class Article:
    name: str
    title: str
    date: datetime
    description: str
    topics: list
    tags: list
    outlet: str
    url: str
    author: str
    blocks: list

    @property
    def body(self):
        return "\n\n".join(self.blocks) + "\n"


def sentence(rng, length):
    words = WORDS.draw(rng, length)
    if length > 14:
        words[length // 2] += rng.choice([",", ";", " –"])
    return " ".join(words).capitalize() + rng.choice(["."] * 9 + ["?"])


def sentences(rng, words):
    """Sentences with about so many words in all."""
    out = []
    while words > 0:
        length = min(max(words, 4), rng.randint(6, 27))
        out.append(sentence(rng, length))
        words -= length
    return out


def link(rng):
    words = NOUNS.draw(rng, rng.randint(2, 4))
    return f"[{' '.join(words)}](https://news.example/{'-'.join(words)}?id={rng.randint(1000, 99999)})"


def quote(rng):
    lines = sentences(rng, rng.randint(25, 55))
    half = (len(lines) + 1) // 2
    paragraphs = [" ".join(part) for part in (lines[:half], lines[half:]) if part]
    return "> " + "\n>\n> ".join(paragraphs)


def bullets(rng):
    items = [" ".join(WORDS.draw(rng, rng.randint(4, 11))) for _ in range(rng.randint(3, 5))]
    return "What else was said:\n\n" + "\n".join(f"- {item}" for item in items)


def table(rng):
    rows = [
        f"| {word} | {rng.randint(1995, 2024)} | {rng.randint(10, 99999)} |"
        for word in NOUNS.draw(rng, rng.randint(3, 5))
    ]
    return "\n".join(["| Goods | Year | Tonnes |", "|:--|--:|--:|", *rows])


CODE = {
    "rust": """\
/// Sums the {a} of every {b}, or nothing if one has a {c}.
pub fn {a}_of(lines: &[&str]) -> Option<u32> {{
    let mut sum = {n}u32; // the usual {a}
    for line in lines.iter().filter(|line| !line.is_empty()) {{
        match line.strip_prefix("{b}=") {{
            Some(value) => sum += value.trim().parse::<u32>().ok()?,
            None if line.contains('#') => continue,
            None => return None,
        }}
    }}
    Some(sum)
}}""",
    "python": '''\
from collections import Counter


def {a}(lines, least={n}):
    """Return each {b} seen at least so often."""
    seen = Counter()
    for number, line in enumerate(lines, start=1):
        if line.startswith("#") or not line.strip():
            continue  # a {c}
        seen[line.split("=")[0]] += number
    return {{key: f"{{count:>6}}" for key, count in seen.items() if count >= least}}''',
    "json": """\
{{
  "{a}": {{ "count": {n}, "share": 0.{n}, "open": true }},
  "{b}": [
    {{ "name": "{c}", "since": "2016-11-22", "until": null }},
    {{ "name": "{a} {c}", "since": "2019-02-08", "until": "2021-06-30" }}
  ],
  "note": "no \\"{b}\\" before {c}"
}}""",
}


def code(rng):
    language = rng.choice(list(CODE))
    a, b, c = NOUNS.draw(rng, 3)
    return f"```{language}\n{CODE[language].format(a=a, b=b, c=c, n=rng.randint(2, 900))}\n```"


def prose(rng, words):
    """Paragraphs with 1–4 links, emphasis and the references to two notes."""
    paragraphs = []
    while words > 0:
        paragraphs.append(sentences(rng, min(words, rng.randint(45, 110))))
        words -= sum(line.count(" ") + 1 for line in paragraphs[-1])
    for _ in range(rng.randint(1, 4)):
        rng.choice(paragraphs).append(f"More in {link(rng)}.")
    for mark in ("**", "*"):
        lines = rng.choice(paragraphs)
        lines[0] = f"{mark}{lines[0].strip('*')}{mark}"
    paragraphs[0][-1] += "[^1]"
    paragraphs[-1][-1] += "[^2]"
    return [" ".join(lines) for lines in paragraphs]


def body(rng):
    """400–700 words as Markdown blocks; the first block is always prose."""
    extras = [quote(rng) for _ in range(rng.randint(1, 3))] + [bullets(rng)]
    if rng.random() < 0.1:
        extras.append(table(rng))
    if rng.random() < 0.1:
        extras.append(code(rng))
    notes = [
        "[^1]: " + " ".join(sentences(rng, rng.randint(8, 20))),
        "[^2]: " + " ".join(sentences(rng, rng.randint(6, 14))) + " " + link(rng),
    ]
    words_left = rng.randint(400, 700) - sum(len(block.split()) for block in extras + notes)
    blocks = prose(rng, max(120, words_left))
    for extra in extras:
        blocks.insert(rng.randint(1, len(blocks)), extra)
    return blocks + notes


def short_body(rng):
    """A text of 1 kB: a paragraph, a block quote and a paragraph."""
    return [" ".join(sentences(rng, rng.randint(60, 70))), quote(rng), " ".join(sentences(rng, rng.randint(50, 60)))]


def title(rng):
    """Some titles hold what HTML has to escape."""
    words = NOUNS.draw(rng, rng.randint(4, 8))
    words[0] = words[0].capitalize() + ("'s" if rng.random() < 0.2 else "")
    if rng.random() < 0.1:
        words += ["&", f'"the {words[-1]}"']
    return " ".join(words)


def some_tags(rng, count):
    """Different tags, in the order in which they were drawn."""
    tags = {}
    while len(tags) < count:
        tags[TAGS.draw(rng, 1)[0]] = True
    return list(tags)


def article(seed, number, n, body=body):
    rng = random.Random(f"{seed}/{number}")
    date = FIRST_DAY + timedelta(seconds=int((number + 0.9 * rng.random()) * PERIOD.total_seconds() / n))
    headline = title(rng)
    name = f"{slug(headline)[:50].strip('-')}-{number:06d}"
    outlet = rng.choice(list(OUTLETS))
    return Article(
        name=name,
        title=headline,
        date=date,
        description=" ".join(sentences(rng, rng.randint(18, 32))),
        topics=sorted(rng.sample(TOPICS, rng.choice([1, 1, 1, 2, 2, 3]))),
        tags=some_tags(rng, rng.randint(2, 6)),
        outlet=outlet,
        url=f"https://{slug(outlet)}.example/{date:%Y/%m}/{name}",
        author=f"{rng.choice(GIVEN_NAMES)} {rng.choice(FAMILY_NAMES)}",
        blocks=body(rng),
    )


def toml(value):
    """A JSON string or array of strings is a TOML one too."""
    return json.dumps(value, ensure_ascii=False)


def fields(**values):
    return "".join(f"{key} = {toml(value)}\n" for key, value in values.items())


def title_and_date(a):
    return f"title = {toml(a.title)}\ndate = {a.date:%Y-%m-%dT%H:%M:%SZ}\n"


def hugo(a, **more):
    return (
        title_and_date(a)
        + fields(description=a.description, topics=a.topics, tags=a.tags, **more)
        + "[source]\n"
        + fields(outlet=a.outlet, url=a.url, author=a.author)
    )


def hugo_full(a):
    return hugo(a, outlets=[slug(a.outlet)], archive=[f"{a.date:%Y}"])


def zola(a):
    return (
        title_and_date(a)
        + fields(description=a.description)
        + "[taxonomies]\n"
        + fields(topics=a.topics, tags=a.tags)
        + "[extra.source]\n"
        + fields(outlet=a.outlet, url=a.url, author=a.author)
    )


def margent(a):
    return (
        title_and_date(a)
        + fields(summary=a.description, topics=a.topics, tags=a.tags)
        + "[[source]]\n"
        + fields(outlet=slug(a.outlet), url=a.url, author=a.author)
    )


def eleventy(a):
    """JSON values are YAML ones, too."""
    values = dict(title=a.title, description=a.description, topics=a.topics, tags=a.tags)
    values["source"] = {"outlet": a.outlet, "url": a.url, "author": a.author}
    return f"date: {a.date:%Y-%m-%dT%H:%M:%SZ}\n" + "".join(f"{key}: {toml(value)}\n" for key, value in values.items())


def pelican(a):
    """Its articles have one category, so that the topics are their authors, and the author is a field of ours."""
    return (
        f"Title: {a.title}\nDate: {a.date:%Y-%m-%dT%H:%M:%SZ}\nSummary: {a.description}\n"
        f"Authors: {'; '.join(a.topics)}\nTags: {', '.join(a.tags)}\n"
        f"Outlet: {a.outlet}\nLink: {a.url}\nBy: {a.author}\n"
    )


FRONT_MATTER = {
    "hugo": hugo,
    "zola": zola,
    "eleventy": eleventy,
    "pelican": pelican,
    "margent": margent,
    "hugo-full": hugo_full,
    "margent-full": margent,
}
FENCES = {"eleventy": "---\n", "pelican": ""}  # the others: +++
STATIC = {"pelican": "theme/static", "margent": "themes/bench/static", "margent-full": "static"}
OUTLET_FILE = {"hugo-full": "{}/_index.md", "margent": "{}.md", "margent-full": "{}.md"}


def page(peer, a):
    text = a.body
    if peer == "pelican":  # Python-Markdown makes one of two quotes with nothing between them
        text = re.sub(r"(^> .*)\n\n(?=> )", r"\1\n\n<!-- -->\n\n", text, flags=re.MULTILINE)
    fence = FENCES.get(peer, "+++\n")
    return f"{fence}{FRONT_MATTER[peer](a)}{fence}\n{text}"


def write_skeleton(peer, site):
    base, _, full = peer.partition("-")
    shutil.copytree(SITES / base, site)
    if full:
        shutil.copytree(SITES / peer, site, dirs_exist_ok=True)
    static = site / STATIC.get(peer, "static")
    static.mkdir()
    shutil.copy(SITES / "digest.css", static)
    (site / "content/articles").mkdir(parents=True, exist_ok=True)
    if peer in OUTLET_FILE:
        for name, country in OUTLETS.items():
            file = site / "content/outlets" / OUTLET_FILE[peer].format(slug(name))
            file.parent.mkdir(parents=True, exist_ok=True)
            key = "title" if base == "hugo" else "name"
            file.write_text(f"+++\n{fields(**{key: name, 'country': country})}+++\n", encoding="utf-8")


def write(n, seed, out, peers=tuple(FRONT_MATTER), body=body):
    """Write a site for each peer into `out` and return what all of them hold."""
    for peer in peers:
        write_skeleton(peer, out / peer)
    holds = dict.fromkeys(["articles", "words", "tables", "code", "quotes", "note refs", "links"], 0)
    for number in range(n):
        a = article(seed, number, n, body)
        text = a.body
        for peer in peers:
            (out / peer / "content/articles" / f"{a.name}.md").write_text(page(peer, a), encoding="utf-8")
        holds["articles"] += 1
        holds["words"] += len(text.split())
        holds["tables"] += sum(block.startswith("|") for block in a.blocks)
        holds["code"] += sum(block.startswith("```") for block in a.blocks)
        holds["quotes"] += sum(block.startswith(">") for block in a.blocks)
        holds["note refs"] += len(re.findall(r"\[\^\d\](?!:)", text))
        holds["links"] += text.count("](https://news.example/")
    return holds


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, required=True, help="number of articles")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, help="a directory that holds no site yet")
    parser.add_argument("--peers", default=",".join(FRONT_MATTER), help="for whom, with commas between")
    parser.add_argument("--short", action="store_true", help="texts of 1 kB, without tables, code, notes and links")
    args = parser.parse_args()
    print(json.dumps(write(args.n, args.seed, args.out, args.peers.split(","), short_body if args.short else body)))


if __name__ == "__main__":
    main()
