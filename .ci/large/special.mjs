// The articles of the large site that no pattern gives: the longest one, tables, code, images, a long title.

import { deflateSync, crc32 } from 'node:zlib';
import { Draw } from './draw.mjs';
import * as words from './words.mjs';

/** The number that the drawing of these articles starts from, apart from those of the others. */
const START = 5000;

const SAID = 'Traffic at the lower gates stopped for nine hours because of thin ice. The engineers had asked for a second '
  + 'breaker in the autumn. No one was hurt, and the queue was gone by the evening. Of the forty vessels that waited, '
  + 'eleven turned back to the salt dock. The board will meet in March.';

const SOURCES = `
[[source]]
outlet = "tideline"
title = "Nine hours at the lower gates"
url = "https://tideline.example/lower-gates"
author = "Shipping desk"
published = 2025-12-15
accessed = 2025-12-16
archived = "https://web.archive.org/web/20251216120000/https://tideline.example/lower-gates"
snapshot = "lower-gates.txt"

[[source]]
outlet = "canal-gazette"
title = "Notice 77: ice at the lower gates, the salt dock and the Orrin cut, and what skippers are to do until the thaw"
published = 2025-12-14

[[source]]
outlet = "sueul-ilbo"
title = "아래쪽 갑문이 얼다"
url = "https://sueul-ilbo.example/얼음"
published = 2025-12-16
`;

const CORRECTIONS = `
[[correction]]
date = 2025-12-19
text = "The first version gave the wait as eight hours. It was nine."

[[correction]]
date = 2025-12-20
text = "Notice 77 is of the 14th, not the 15th."

[[correction]]
text = "A link was mended."
`;

const NARROW = `| hour | waiting |
|:-----|--------:|
| six | 4 |
| nine | 18 |
| noon | 40[^doubt-noon] |`;

const row = (cells) => `| ${cells.join(' | ')} |`;

const WIDE = [
  row(['gauge', ...words.SLOTS.month]),
  row([':--', ...words.SLOTS.month.map(() => '--:')]),
  ...words.SLOTS.place.map((place, at) => {
    const readings = words.SLOTS.month.map((_, on) => 140 + ((at * 37 + on * 53) % 160));
    return row([place, ...readings]);
  }),
].join('\n');

const CODE = `\`\`\`python
# The mean of a day's readings, in centimetres.
def mean(readings: list[int]) -> float:
    if not readings:
        raise ValueError("no readings: the gauge was out of order, and a mean of nothing is not a level of zero")
    return sum(readings) / len(readings)
\`\`\`

\`\`\`json
{ "gauge": "lower gates", "readings": [212, 208, 207], "unit": "cm", "valid": true }
\`\`\`

\`\`\`diff
- limit = 280
+ limit = 260
\`\`\`

\`\`\`
text of a notice, as it was sent over the radio to every vessel between the salt dock and the third weir, twice an hour
\`\`\``;

/** A section of the longest article: every kind of block in turn. */
function section(draw, heading, number, notes) {
  const blocks = [`## ${heading}`, draw.paragraph(false, 4, notes), draw.paragraph(false, 3, notes)];
  const others = [
    () => ['- one gate was shut\n- one was open, *as the rule says*\n- and one had no **handle** at all'],
    () => ['### By day', draw.paragraph(false, 3, notes), '### By night', draw.paragraph(false, 3, notes)],
    () => ['> The engineers had asked for a second breaker in the autumn. […] [Of] the forty vessels that waited, '
      + 'eleven turned back to the salt dock.\n>\n> — [Tideline](source:tideline), paragraph 2'],
    () => ['> Ice closed the gates for most of a day.\n>\n> — paraphrased from [the notice](source:canal-gazette)'],
    () => ['1. count the vessels\n2. count them again\n   - at night\n   - in fog\n3. ask who counted before'],
    () => ['> 아래쪽 갑문이 아홉 시간 동안 닫혔다.\n>\n> — [수을일보](source:sueul-ilbo), in Korean'],
    () => ['> [!NOTE]\n> Levels are given in centimetres above the sill.'],
    () => ['> A rule of thumb of the bank: ice that bears a heron bears no cart.'],
  ];
  return [...blocks, ...others[number % others.length]()];
}

/** The longest article: many headings, notes of each kind, corrections, everything that a text can have. */
function long() {
  const draw = new Draw(START);
  const notes = draw.notes(false);
  const sections = words.HEADINGS.flatMap((heading, number) => section(draw, heading, number, notes));
  return `+++
title = "A winter at the lower gates"
date = 2025-12-17
updated = 2025-12-20
topics = ["locks", "levels"]
tags = ["ice", "winter", "queues", "gates", "gauges", "crews", "거룻배"]
summary = "Nine hours of ice, four sources, and a count that does not add up: what is known of the longest closure in years."
author = "The ice desk"
aliases = ["/ice/", "/2025/12/lower-gates.html"]
${SOURCES}${CORRECTIONS}+++
The gates were closed for nine hours.[^context-nine] Everything else is disputed[^doubt-all], and the word used for it was
new.[^translation-word][^definition-sill]

> Traffic at the lower gates stopped for nine hours because of thin ice.[^doubt-thin] […] No one was hurt, and the queue was
> gone by the evening.[^correction-evening]
>
> — [Tideline](source:tideline), 15 December 2025

${sections.join('\n\n')}

## How many waited

${NARROW}

## All gauges

${WIDE}

## How the mean is made

${CODE}

An afterword with the same note as above.[^context-nine] See [the figures](#the-figures) and
[what it looks like](images/index.md).

[^context-nine]: "closed for nine hours": By the log of the pilot station, from five in the morning.

    A second paragraph, with [a link](https://tideline.example/log) and \`code\`.

    - a list
    - of two items
[^doubt-all]: The papers agree on the day, and on little else.
[^translation-word]: "the word used": *Eisgang* in the notice.
[^definition-sill]: The beam at the foot of a gate.[^context-beam]
[^context-beam]: "the foot": It can be seen only when the chamber is dry.
[^doubt-thin]: "thin ice": Twelve centimetres by another paper, which no one would call thin.
[^correction-evening]: "gone by the evening": Three vessels were still there at ten.
[^doubt-noon]: "40": The log has thirty-eight.

${notes.texts.join('\n\n')}
`;
}

/** A PNG of one colour in bands. */
function png(width, height) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(data.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([size, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row += 1) {
    const grey = 90 + ((row >> 4) % 8) * 16;
    rows.fill(grey, row * (width + 1) + 1, (row + 1) * (width + 1));
  }
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header), chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0))]);
}

const MAP = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="500" viewBox="0 0 1200 500">
<rect width="1200" height="500" fill="#e8e4d8"/>
<path d="M0 260 C300 160 420 420 700 300 S1050 120 1200 240" fill="none" stroke="#37698c" stroke-width="28"/>
<circle cx="690" cy="304" r="18" fill="#8c3737"/>
</svg>
`;

const IMAGES = `+++
title = "Pictures of the lower gates"
date = 2025-12-12
topics = ["locks"]
tags = ["ice", "charts"]

[[source]]
outlet = "chart-room"
title = "The canal in one picture"
url = "https://chart-room.example/canal"
+++
Two pictures, neither of them to scale.

![The course of the canal, with the lower gates as a dot](map.svg "The course of the canal")

The second one shows the bands of the gauge.[^definition-band]

![Bands of grey, as on a gauge](gauge.png)

![A narrow piece of the same gauge](narrow.png)

[^definition-band]: "the bands": Each is sixteen centimetres.
`;

const LONG_TITLE = 'What the canal office, the harbour board, the lock engineers and the insurers each say about the closure of '
  + 'the lower gates, the salt dock, the Orrin cut and the north towpath, and where the four accounts cannot all be true';

function short(title, day, rest, text) {
  return `+++\ntitle = ${JSON.stringify(title)}\ndate = ${day}\n${rest}+++\n${text}\n`;
}

function korean() {
  const draw = new Draw(START + 1);
  const notes = draw.notes(true);
  const sections = ['공고', '수위', '비용', '남은 물음']
    .flatMap((heading) => [`## ${heading}`, draw.paragraph(true, 5, notes), draw.paragraph(true, 5, notes)]);
  return short('아래쪽 갑문의 겨울: 아홉 시간의 얼음과 맞지 않는 숫자', '2025-12-18',
    `language = "ko"\ntopics = ["locks"]\ntags = ["갑문", "결빙"]\nsummary = "얼음이 갑문을 닫은 아홉 시간에 대하여 알려진 것."\n${SOURCES}`,
    `아래쪽 갑문이 얼었다.[^context-얼음] 자세한 것은 [영어 글](a-winter-at-the-lower-gates.md)에 있다.

> 아래쪽 갑문이 아홉 시간 동안 닫혔다.[^doubt-시간] 다친 사람은 없다.
>
> — [수을일보](source:sueul-ilbo), 2025년 12월 16일

> No one was hurt, and the queue was gone by the evening.
>
> — [Tideline](source:tideline)

${sections.join('\n\n')}

[^context-얼음]: "갑문이 얼었다": 12월 14일 새벽의 일이다.
[^doubt-시간]: "아홉 시간": 공고에는 여덟 시간으로 적혀 있다.

${notes.texts.join('\n\n')}`);
}

/** Their files, and how many of them are published articles. */
export function special() {
  const articles = {
    'a-winter-at-the-lower-gates.md': long(),
    '아래쪽-갑문의-겨울.md': korean(),
    'images/index.md': IMAGES,
    'four-accounts.md': short(LONG_TITLE, '2025-12-11', 'topics = ["locks", "freight", "ferries", "levels"]\n',
      'Four accounts, and one closure.'),
    'tables.md': short('Readings of sixteen gauges', '2025-12-10', 'topics = ["levels"]\ntags = ["gauges"]\n',
      `${WIDE}\n\n${NARROW}\n\n[^doubt-noon]: "40": The log has thirty-eight.`),
    'one-line.md': short('Open again', '2025-12-10', '', 'The lower gates are open.'),
  };
  const files = { 'content/snapshots/lower-gates.txt': `${SAID}\n` };
  for (const [path, text] of Object.entries(articles)) files[`content/articles/special/${path}`] = text;
  files['content/articles/special/images/map.svg'] = MAP;
  files['content/articles/special/images/gauge.png'] = png(800, 400);
  files['content/articles/special/images/narrow.png'] = png(40, 300);
  return { files, articles: Object.keys(articles).length };
}
