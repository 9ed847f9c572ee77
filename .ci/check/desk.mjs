// From reading to publishing, in Chromium: words are selected on a news site that needs a login, the bookmark is clicked, a
// sentence is written, the clip is saved by keyboard alone, and the site is built with a verified excerpt. The desk's page has
// no fault by axe, no message on the console and no sideways scrolling, in light and dark, wide and narrow. Edits on the pages of
// articles are in desk-edits.mjs.
//
//     node desk.mjs MARGENT

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { launch } from './chrome.mjs';
import { edit, prepare } from './desk-edits.mjs';
import { overflow } from './look.mjs';

const margent = resolve(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), 'desk-'));
const site = join(folder, 'site');
const faults = [];
const expect = (right, fault) => right || faults.push(fault);

const WORDS = 'the night ferry would sail twice a week from May on';
const STORY = `<!doctype html><html lang="en"><head><title>Night ferry returns | Quay Gazette</title>
<meta property="og:site_name" content="Quay Gazette"><meta property="article:published_time" content="2015-03-05T09:12:00+09:00">
<script>document.cookie</script></head><body><nav><a href="/">Home</a></nav><article><h1>Night ferry returns</h1>
<p>By Ada Quill</p><p>The harbour office said on Thursday that ${WORDS}, after five years in which nobody had crossed the
bay after dark.</p><p>Tickets cost as much as on the day boats, and dogs travel free, as they did before the old ship was sold.</p>
</article><footer>All rights reserved</footer></body></html>`;

/** A news site that shows its story only to those who are logged in. */
function newsSite() {
  const server = createServer((request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    const isReader = (request.headers.cookie ?? '').includes('reader=1');
    response.end(isReader ? STORY : '<title>Log in</title><p>Log in to read this story.</p>');
  });
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () => done({ server, origin: `http://127.0.0.1:${server.address().port}` }));
  });
}

/** The preview of the site, and its address. */
function preview() {
  const child = spawn(margent, ['serve', '--port', '0', '--root', site], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((done) => {
    child.stdout.on('data', (text) => {
      const address = String(text).match(/http:\/\/127\.0\.0\.1:\d+/);
      if (address) done({ child, address: address[0] });
    });
  });
}

/** Looks at a page at every width, in both schemes. */
async function look(page, what) {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [390, 1440]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      const wide = await page.evaluate(overflow);
      expect(!wide, `${what} (${width} px, ${colorScheme}): the page scrolls sideways: ${wide}`);
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      violations.forEach(({ id, nodes }) => faults.push(`${what} (${width} px, ${colorScheme}): axe ${id}: ${nodes[0].target}`));
      if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${what}-${width}-${colorScheme}.png`), fullPage: true });
    }
  }
}

/** Selects words on a page, as a reader does. */
function select(words) {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + words.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }
}

async function clip(chrome, news, address) {
  const context = await chrome.newContext();
  await context.addCookies([{ name: 'reader', value: '1', url: news }]);
  context.on('page', (page) => {
    page.on('console', (message) => message.type() === 'error' && faults.push(`console: ${message.text()}`));
    page.on('request', (request) => {
      const to = new URL(request.url()).origin;
      expect(to === address || to === news, `request to ${request.url()}`);
    });
  });
  const desk = await context.newPage();
  await desk.goto(`${address}/-/clip`);
  await look(desk, 'start');
  const bookmark = await desk.getAttribute('.bookmarklet', 'href');
  const story = await context.newPage();
  await story.goto(`${news}/story?utm_source=letter`);
  await story.evaluate(select, WORDS);
  const started = Date.now();
  const opened = context.waitForEvent('page');
  await story.evaluate(decodeURIComponent(bookmark.replace('javascript:', '')));
  const form = await opened;
  await form.waitForSelector('#verdict.good');
  expect(!form.url().includes('#'), 'the address still has the page in it');
  await look(form, 'form');
  expect(await form.inputValue('[name=outlet]') === 'Quay Gazette', 'the outlet was not understood');
  expect(await form.inputValue('[name=title]') === 'Night ferry returns', 'the title was not understood');
  // By keyboard alone: the focus is where the sentence goes.
  const sentence = 'A timetable, not a promise: the ship is still in dock.';
  await form.keyboard.type(sentence);
  for (let tabs = 0; tabs < 20; tabs += 1) {
    await form.keyboard.press('Tab');
    if (await form.evaluate(() => document.activeElement.value === 'release')) break;
  }
  await form.keyboard.press('Enter');
  await form.waitForSelector('#done:not([hidden])');
  await look(form, 'done');
  const seconds = (Date.now() - started) / 1000;
  await form.click('#page');
  await form.waitForSelector('article figure').catch(async () => faults.push(`the preview shows ${form.url()}: ${(await form.textContent('body')).slice(0, 200)}`));
  expect((await form.textContent('article')).includes(sentence), 'the preview lacks the sentence');
  return `1 selection, 1 click, ${sentence.length} letters, 1 button; ${seconds.toFixed(1)} s with all that was looked at`;
}

execFileSync(margent, ['init', site]);
prepare(site);
const { server, origin } = await newsSite();
const { child, address } = await preview();
const chrome = await launch();
let summary = '';
try {
  await edit({ chrome, address, site, look, select, expect, faults });
  summary = await clip(chrome, origin, address);
  execFileSync(margent, ['build', '--root', site, '--deny', 'warnings']);
  const page = readFileSync(join(site, 'public/articles/night-ferry-returns/index.html'), 'utf8');
  expect(page.includes(WORDS) && page.includes('class="verified"'), 'the built page has no verified excerpt');
  const snapshots = readdirSync(join(site, 'content/snapshots')).filter((name) => name.startsWith('quay-gazette'));
  expect(snapshots.length === 1, `${snapshots.length} snapshots`);
  const year = readdirSync(join(site, 'content/articles')).find((name) => /^\d{4}$/.test(name));
  const article = readFileSync(join(site, 'content/articles', year, 'night-ferry-returns.md'), 'utf8');
  expect(article.includes(`url = "${origin}/story"\n`), 'the address has its tracking parameters');
  expect(article.includes('published = 2015-03-05T09:12:00+09:00\n'), 'the day of publication lost its offset');
} finally {
  await chrome.close();
  child.kill();
  server.close();
  rmSync(folder, { recursive: true });
}
faults.forEach((fault) => console.log(`fault: ${fault}`));
console.log(`desk: ${summary}; ${faults.length} faults`);
process.exitCode = faults.length ? 1 : 0;
