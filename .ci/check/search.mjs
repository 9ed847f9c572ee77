// The search in Chromium: its page and its dialog find what the site says, in English and Korean, choose by what is
// offered, lead to the words, and need no mouse. Nothing is on the console; axe finds nothing wrong.

import AxeBuilder from '@axe-core/playwright';
import { browse } from './chrome.mjs';
import { attr, check, elements } from './site.mjs';
import { parse } from 'parse5';
import { articles, fold, texts } from './tree.mjs';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What an article says: its words, its title, its address. */
function read(site, name) {
  const all = elements(parse(site.read(name)));
  const body = all.find((one) => attr(one, 'id') === 'article');
  const title = fold(texts(all.find((one) => one.tagName === 'h1')).join(''));
  const said = texts(body).flatMap((text) => text.match(/[\p{L}]+/gu) ?? []);
  return { address: site.address(name).pathname, title, words: new Set(said) };
}

/** A long word of a script that as few articles as possible have, and those that have it or a longer form of it. */
function pick(all, script, least) {
  const counts = new Map();
  for (const { words } of all) {
    for (const word of words) {
      if (script.test(word) && word.length >= least) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  const [word] = [...counts].sort((a, b) => a[1] - b[1] || b[0].length - a[0].length)[0] ?? [];
  return word;
}

await check((site, fault) => browse(site, async (chrome, origin) => {
  const all = articles(site).map((name) => read(site, name));
  const context = await chrome.newContext({ colorScheme: 'light', reducedMotion: 'reduce' });
  const page = await context.newPage();
  let where = 'search';
  page.on('console', (message) => fault(where, `console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => fault(where, `error: ${error.message}`));
  page.on('requestfailed', (request) => fault(where, `request failed: ${request.url()}`));
  const start = `${origin}${site.base.pathname}search/`;
  const done = { searches: 0, choices: 0, marks: 0, dialogs: 0 };

  const settled = async (root = page) => {
    const results = root.locator('.search-results a');
    await results.first().waitFor();
    return results.evaluateAll((links) => links.map((link) => link.href));
  };
  const lists = (found, word) => found.some((href) => all.some((one) =>
    one.address === new URL(href).pathname && [...one.words].some((own) => own.startsWith(word))));

  const english = pick(all, /^[a-z]+$/, 6);
  const korean = pick(all, /^\p{Script=Hangul}+$/u, 2);
  for (const [language, word] of [['English', english], ['Korean', korean]]) {
    where = `search for ${word}`;
    if (!word) {
      fault('the site', `no ${language} word to search for`);
      continue;
    }
    await page.goto(start);
    await page.locator('#search input').fill(word);
    // What was there before is settled, too: on a busy machine the search begins late.
    await page.waitForURL((url) => url.searchParams.has('q')).catch(() => undefined);
    if (!lists(await settled(), word)) fault(where, `the ${language} word is not found`);
    if (!new URL(page.url()).searchParams.has('q')) fault(where, 'the address does not tell what is searched for');
    const axe = await new AxeBuilder({ page }).withTags(RULES).analyze();
    for (const { id, help } of axe.violations) fault(where, `axe ${id}: ${help}`);
    done.searches += 1;

    // The same by its address alone; then by keys to the article.
    await page.goto(page.url());
    await settled();
    await page.locator('#search input').focus();
    await page.keyboard.press('ArrowDown');
    const title = await page.evaluate(() => document.activeElement.closest('.search-results') && document.activeElement.textContent);
    if (!title) fault(where, 'the arrow down does not lead to the first result');
    await page.keyboard.press('Enter');
    await page.waitForURL(/highlight=/);
    const marked = await page.waitForFunction(() => CSS.highlights.get('search')?.size).catch(() => undefined);
    if (!marked) fault(where, 'the words found are not marked on the page they lead to');
    done.marks += marked ? 1 : 0;
  }

  // The start of a word is enough: in Korean, what stands before a particle.
  where = 'search for the start of a word';
  const longer = [...all.flatMap(({ words }) => [...words])].find((word) => /^\p{Script=Hangul}{3,}$/u.test(word));
  if (longer) {
    await page.goto(`${start}?q=${encodeURIComponent(longer.slice(0, -1))}`);
    if (!lists(await settled(), longer)) fault(where, 'the start of a Korean word does not find it');
    done.searches += 1;
  }

  // Each choice leaves as many as it says.
  for (const name of ['topic', 'outlet', 'year']) {
    where = `choice of ${name}`;
    await page.goto(start);
    const option = page.locator(`#search select[name=${name}] option`).nth(1);
    await option.waitFor({ state: 'attached' });
    const [value, said] = [await option.getAttribute('value'), await option.textContent()];
    await page.locator(`#search select[name=${name}]`).selectOption(value);
    await settled();
    const told = await page.locator('.search-status').textContent();
    if (/\d+/.exec(told)?.[0] !== /\((\d+)\)$/.exec(said)?.[1]) fault(where, `"${said}" gives "${told}"`);
    done.choices += 1;
  }

  where = 'search for nothing there';
  await page.goto(`${start}?q=qqxzqxzq`);
  await page.waitForFunction(() => document.querySelector('.search-status').textContent.length > 15);
  if (await page.locator('.search-results a').count()) fault(where, 'something is found');

  // The dialog, on any page and without a mouse.
  where = 'dialog';
  await page.goto(origin + all[0].address);
  await page.waitForLoadState('networkidle');
  await page.keyboard.press('/');
  const dialog = page.locator('dialog[open]');
  await dialog.waitFor();
  await page.keyboard.type(english);
  if (!lists(await settled(dialog), english)) fault(where, 'it does not find what the page finds');
  const axe = await new AxeBuilder({ page }).withTags(RULES).analyze();
  for (const { id, help } of axe.violations) fault(where, `axe ${id}: ${help}`);
  await page.keyboard.press('Escape');
  if (await dialog.count()) await page.keyboard.press('Escape');
  if (await dialog.count()) fault(where, 'Escape does not close it');
  done.dialogs += 1;

  // Without scripts the page says where else to look.
  where = 'search without scripts';
  const plain = await chrome.newContext({ javaScriptEnabled: false });
  const still = await plain.newPage();
  await still.goto(start);
  if (!await still.locator('noscript').count()) fault(where, 'nothing is said');
  return done;
}));
