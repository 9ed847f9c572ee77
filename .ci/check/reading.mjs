// Reading an article in Chromium without a mouse, without scripts, in forced colours, without motion, and on paper:
// nothing is out of reach or out of sight.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browse } from './chrome.mjs';
import { listen } from './listen.mjs';
import { pages } from './kinds.mjs';
import { check } from './site.mjs';

/** Stops of the tabulator key that are looked at on a page. */
const STOPS = 400;

/** Where the focus is, and whether that can be seen. Runs in the page. */
function focused() {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const before = globalThis.before;
  globalThis.before = one;
  const box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
  const shadow = style.boxShadow !== 'none';
  const first = !before;
  return {
    name: `${[one.tagName.toLowerCase(), ...one.classList].join('.')} "${one.textContent.trim().slice(0, 40)}"`,
    skip: first && one.matches('a[href^="#"]'),
    ring: ring || shadow,
    seen: box.width > 1 && box.height > 1 && box.bottom > 0 && box.right > 0 && box.top < innerHeight
      && box.left < innerWidth && one.checkVisibility({ visibilityProperty: true, opacityProperty: true }),
    order: first || Boolean(before.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING)
      || (one.type === 'radio' && before.type === 'radio'),
    last: one === [...document.querySelectorAll('a[href], button, summary, input, select, [tabindex="0"]')]
      .filter((other) => other.checkVisibility({ visibilityProperty: true }) && !other.disabled).at(-1),
  };
}

/** From the top with the tabulator: the link to the text first; each stop is seen; the order is that of the page. */
async function keyboard(page, address, report) {
  await page.goto(address);
  let skip;
  for (let stop = 0; stop < STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(focused);
    if (!at) return report('the tabulator leaves the page before its last link or control');
    if (stop === 0) ({ skip } = at);
    if (!at.ring) report('a stop of the tabulator without a mark of focus', at.name);
    if (!at.seen) report('a stop of the tabulator that cannot be seen', at.name);
    if (!at.order) report('a stop of the tabulator out of order', at.name);
    if (at.last) break;
  }
  if (!skip) return report('the first stop is no link to the text');
  await page.goto(address);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const inside = await page.evaluate(() => Boolean(document.activeElement.closest('main')));
  return inside ? undefined : report('the link to the text does not lead the focus there');
}

/** Without scripts: what cannot be seen, and what would do nothing. Runs in the page. */
function still() {
  const wrong = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { data, parentElement: parent } = texts.currentNode;
    const folded = parent.closest('details:not([open])') && !parent.closest('summary');
    if (!data.trim() || folded || parent.closest('script, noscript, template, button, svg, .skip')) continue;
    const shown = parent.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    if (!shown) wrong.push(['a text that cannot be seen without scripts', data.trim().slice(0, 60)]);
  }
  for (const one of document.querySelectorAll('button')) {
    if (!one.form && one.checkVisibility()) wrong.push(['a button that does nothing without scripts', one.outerHTML.slice(0, 100)]);
  }
  return wrong;
}

/** In forced colours: what only colour told. Runs in the page. */
function forced() {
  const wrong = [];
  const paper = getComputedStyle(document.body).backgroundColor;
  for (const one of document.querySelectorAll('main svg rect')) {
    const { fill, display } = getComputedStyle(one);
    if (display !== 'none' && fill === paper) wrong.push(['a bar in the colour of the paper', one.outerHTML]);
  }
  const mark = document.querySelector('mark.passage');
  if (mark) {
    const { textDecorationLine, borderBottomStyle, backgroundColor } = getComputedStyle(mark);
    const told = textDecorationLine !== 'none' || borderBottomStyle !== 'none'
      || ![paper, 'rgba(0, 0, 0, 0)'].includes(backgroundColor);
    if (!told) wrong.push(['a passage that looks like the text around it', mark.outerHTML.slice(0, 100)]);
  }
  return wrong;
}

/** What moves although motion is to be reduced. Runs in the page. */
function moving() {
  const wrong = [];
  const seconds = (list) => Math.max(...list.split(',').map((one) => parseFloat(one)));
  for (const one of [document.documentElement, ...document.querySelectorAll('*')]) {
    const { transitionDuration, animationName, animationDuration, scrollBehavior } = getComputedStyle(one);
    const name = [one.tagName.toLowerCase(), ...one.classList].join('.');
    if (seconds(transitionDuration) > 0.01) wrong.push(['a transition where motion is to be reduced', name]);
    if (animationName !== 'none' && seconds(animationDuration) > 0.01) wrong.push(['an animation where motion is to be reduced', name]);
    if (scrollBehavior === 'smooth') wrong.push(['smooth scrolling where motion is to be reduced', name]);
  }
  const rules = (list) => [...list].flatMap((rule) => {
    if (rule instanceof CSSMediaRule && !matchMedia(rule.conditionText).matches) return [];
    return rule.constructor.name === 'CSSViewTransitionRule' ? [rule] : rules(rule.cssRules ?? []);
  });
  const [transition] = [...document.styleSheets].flatMap((sheet) => rules(sheet.cssRules)).slice(-1);
  if (transition && transition.navigation !== 'none') wrong.push(['a view transition where motion is to be reduced', transition.cssText]);
  return wrong;
}

function bare(text) {
  return text.replace(/[\s\u00ad\u200b-]+/g, '').normalize('NFKC');
}

/** The text of a page as it is printed. */
async function printed(page) {
  const folder = mkdtempSync(join(tmpdir(), 'print-'));
  try {
    const path = join(folder, 'page.pdf');
    await page.pdf({ path, preferCSSPageSize: true });
    const { status, stdout, stderr, error } = spawnSync('pdftotext', ['-enc', 'UTF-8', path, '-'], { encoding: 'utf8' });
    if (error) throw error;
    if (status !== 0) throw new Error(`pdftotext failed: ${stderr}`);
    return bare(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The opening words of the notes of a page. Runs in the page. */
function openings() {
  return [...document.querySelectorAll('[role="doc-footnote"]')].map((note) => {
    const copy = note.cloneNode(true);
    copy.querySelectorAll('a, sup, button, .note-kind').forEach((one) => one.remove());
    return [note.id, copy.textContent.trim().split(/\s+/).slice(0, 6)];
  });
}

async function paper(page, address, report) {
  await page.goto(address);
  const text = await printed(page);
  const notes = await page.evaluate(openings);
  // A line that wraps in the margin may be mixed with the text beside it; three words in a row are not.
  for (const [id, words] of notes) {
    const found = words.length < 3 ? text.includes(bare(words.join(' '))) : words.slice(0, -2)
      .some((_, at) => text.includes(bare(words.slice(at, at + 3).join(' '))));
    if (!found) report('a note that is missing on paper', `#${id}: ${words.join(' ')}`);
  }
  return notes.length;
}

await check((site, fault) => browse(site, async (chrome, origin) => {
  const found = pages(site, fault).filter((one) => one.status === 200);
  const count = { 'printed notes': 0, pages: found.length };
  const open = async (options, where) => {
    const context = await chrome.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    listen(page, origin, (...what) => fault(where, ...what));
    return page;
  };

  const keys = await open({}, 'keyboard');
  const plain = await open({ javaScriptEnabled: false }, 'without scripts');
  const bold = await open({ forcedColors: 'active' }, 'forced colours');
  const calm = await open({ reducedMotion: 'reduce' }, 'reduced motion');
  for (const { kind, path } of found) {
    const at = (how) => (what, detail) => fault(`${path} (${how})`, what, detail);
    if (!['sources', 'tags', 'undated articles'].includes(kind)) await keyboard(keys, origin + path, at('keyboard'));
    for (const [page, look, how] of [[plain, still, 'no scripts'], [bold, forced, 'forced colours'], [calm, moving, 'reduced motion']]) {
      // The one page that needs scripts, and says so.
      if (kind === 'search' && page === plain) continue;
      await page.goto(origin + path);
      for (const [what, detail] of await page.evaluate(look)) at(how)(what, detail);
    }
    if (kind.includes('article')) count['printed notes'] += await paper(calm, origin + path, at('paper'));
  }
  return count;
}));
