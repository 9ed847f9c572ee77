// Notes, without JavaScript: on screens and on paper each is seen, below or beside the block that refers to it, and
// covers nothing; w3m, which knows no CSS, shows the whole text in its order. Each reference has its note.

import { spawnSync } from 'node:child_process';
import { browse } from './chrome.mjs';
import { attr, check } from './site.mjs';
import { articles, byId, texts } from './tree.mjs';

const VIEWS = [
  { width: 390, media: 'screen' },
  { width: 1440, media: 'screen', beside: true },
  { width: 794, media: 'print' },
];

/** What is wrong with the notes of a page. Runs in the page. */
function look({ container, beside }) {
  const wrong = [];
  const text = document.getElementById(container);
  const notes = [...document.querySelectorAll('[role="doc-footnote"]')];
  const follows = (one, other) => Boolean(other.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
  const before = (a, b) => a.right <= b.left + 1 || a.bottom <= b.top + 1;
  const apart = (a, b) => before(a, b) || before(b, a);
  for (const note of notes) {
    const report = (what) => wrong.push([`#${note.id}`, what]);
    const box = note.getBoundingClientRect();
    const shown = note.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    if (!shown || note.innerText.trim() === '' || box.width < 40 || box.height < 10) {
      report('a note that cannot be seen');
      continue;
    }
    if (box.left < 0 || box.right > document.documentElement.clientWidth) report('a note that sticks out of the page');

    const reference = [...document.querySelectorAll('[role="doc-noteref"]')]
      .find((one) => decodeURIComponent(one.hash) === `#${note.id}`);
    if (!reference) {
      report('a note that nothing refers to');
      continue;
    }
    // The block is what stands in the text itself, next to the notes; it may be another note.
    const group = note.parentElement;
    let block = reference;
    while (block.parentElement && block.parentElement !== group.parentElement && block.parentElement !== group) {
      block = block.parentElement;
    }
    if (!block.parentElement) {
      report('a note apart from the block that refers to it');
      continue;
    }
    if (!follows(note, block)) report('a note before what refers to it');
    if (block.parentElement !== group && group.previousElementSibling !== block) {
      report('a note after some other block');
    }
    const place = block.getBoundingClientRect();
    if (box.top < place.top - 1) report('a note above what refers to it');
    const below = box.top >= place.bottom - 1;
    if (!below && !(beside && box.left >= place.right)) {
      report(`a note neither below ${beside ? 'nor beside ' : ''}what refers to it`);
    }

    for (const other of notes) {
      if (other !== note && !apart(box, other.getBoundingClientRect())) report('a note that covers another');
    }
    for (const other of text.children) {
      const place = other.getBoundingClientRect();
      if (!other.contains(note) && place.height > 0 && !apart(box, place)) report('a note that covers the text');
    }
  }
  return wrong;
}

/** Text without white space and hyphens for lines that need none. */
function bare(text) {
  return text.replace(/[\s\u00ad]+/g, '');
}

/** The text of a file as w3m shows it. */
function dumped(path) {
  const options = ['-dump', '-T', 'text/html', '-I', 'UTF-8', '-O', 'UTF-8', '-cols', '2000'];
  const { status, stdout, stderr, error } = spawnSync('w3m', [...options, path], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`w3m failed: ${stderr}`);
  return bare(stdout);
}

await check((site, fault) => browse(site, async (chrome, origin) => {
  const count = { articles: 0, notes: 0 };
  const pages = articles(site);
  for (const page of pages) {
    const of = (role) => site.elements(page).filter((one) => attr(one, 'role') === role);
    const ids = of('doc-footnote').map((one) => attr(one, 'id'));
    const target = (link) => decodeURIComponent(attr(link, 'href').split('#')[1]);
    for (const id of of('doc-noteref').map(target)) {
      if (!ids.includes(id)) fault(page, 'a reference without a note', id);
    }
    for (const id of of('doc-backlink').map(target)) {
      if (!byId(site, page, id)) fault(page, 'a way back that leads nowhere', id);
    }
    count.articles += 1;
    count.notes += ids.length;

    const dump = dumped(site.path(page));
    let at = 0;
    for (const words of texts(byId(site, page, 'article')).map(bare).filter(Boolean)) {
      const found = dump.indexOf(words, at);
      if (found < 0) fault(page, 'text that is missing in w3m, or not in its order', words.slice(0, 80));
      else at = found + words.length;
    }
  }

  const views = VIEWS.map(async ({ width, media, beside }) => {
    const context = await chrome.newContext({ javaScriptEnabled: false, viewport: { width, height: 900 } });
    const page = await context.newPage();
    await page.emulateMedia({ media });
    for (const file of pages) {
      await page.goto(origin + site.address(file).pathname);
      for (const [id, what] of await page.evaluate(look, { container: 'article', beside })) {
        fault(`${file} (${width} px, ${media}, no JavaScript)`, what, `${file}${id}`);
      }
    }
    await context.close();
  });
  await Promise.all(views);
  return count;
}));
