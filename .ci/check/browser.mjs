// The site in Chromium: one page of every kind, at three widths, light and dark. No fault by axe, no message on the
// console, no failed or foreign request, no sideways scrolling.
//
// A third argument `--brief` leaves out axe and all widths but one: for the same site at another address.

import AxeBuilder from '@axe-core/playwright';
import { browse } from './chrome.mjs';
import { attr, check, refreshes } from './site.mjs';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDTHS = [390, 768, 1440];
const SCHEMES = ['light', 'dark'];
const HEIGHT = 900;
/** An address where nothing is, some folders down: what it gets must load its style from the root. */
const MISSING = 'no/such/page/';

/** The kinds of page, and how their files are named. */
const KINDS = {
  home: /^index\.html$/,
  'second page': /(^|\/)page\/2\/index\.html$/,
  article: /^articles\/[^/]+\/index\.html$/,
  topic: /^topics\/[^/]+\/index\.html$/,
  topics: /^topics\/index\.html$/,
  tag: /^tags\/[^/]+\/index\.html$/,
  tags: /^tags\/index\.html$/,
  outlet: /^outlets\/[^/]+\/index\.html$/,
  outlets: /^outlets\/index\.html$/,
  archive: /^archive\/index\.html$/,
  year: /^archive\/\d+\/index\.html$/,
  about: /^about\/index\.html$/,
  search: /^search\/index\.html$/,
  'not found': /^404\.html$/,
};
/** Kinds that a site may well not have. */
const OPTIONAL = ['second page', 'search'];

/** Notes on a page, by their role. */
function notes(site, page) {
  return site.elements(page).filter((one) => attr(one, 'role') === 'doc-footnote');
}

/** The addresses to visit: of each kind the page with the most notes, then the longest. */
function pages(site, fault) {
  const found = [];
  for (const [kind, pattern] of Object.entries(KINDS)) {
    const weight = (page) => notes(site, page).length * 1e6 + site.elements(page).length;
    const candidates = site.files('.html')
      .filter((page) => pattern.test(page) && !site.elements(page).some(refreshes))
      .sort((a, b) => weight(b) - weight(a));
    if (candidates.length > 0) found.push({ kind, path: site.address(candidates[0]).pathname });
    else if (!OPTIONAL.includes(kind)) fault('the site', `no page of the kind "${kind}"`);
  }
  found.push({ kind: 'missing', path: `${site.base.pathname}${MISSING}`, status: 404 });
  return found;
}

/** Listens to all that goes wrong on a page. */
function listen(page, origin, report) {
  page.on('console', (message) => {
    const expected = message.text().includes('status of 404') && message.location().url.endsWith(MISSING);
    if (!expected) report(`console ${message.type()}: ${message.text()}`, message.location().url);
  });
  page.on('pageerror', (error) => report(`error: ${error.message}`));
  page.on('requestfailed', (request) => report(`request failed: ${request.url()} ${request.failure()?.errorText}`));
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) report(`foreign request: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && !response.url().endsWith(MISSING)) {
      report(`status ${response.status()}: ${response.url()}`);
    }
  });
}

/** What sticks out of the page to the right, if the page scrolls sideways. */
function overflow() {
  const root = document.documentElement;
  const wide = Math.max(root.scrollWidth, document.body.scrollWidth);
  if (wide <= root.clientWidth) return null;
  const name = (one) => [one.tagName.toLowerCase(), ...one.classList].join('.') + (one.id && `#${one.id}`);
  const out = [...document.body.querySelectorAll('*')]
    .filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1);
  return `${wide - root.clientWidth} px too wide: ${out.slice(0, 3).map(name).join(', ') || 'the body'}`;
}

/** One page at every width, in one colour scheme. */
async function visit(context, origin, { path, status = 200 }, { widths, scheme, axe }, fault) {
  const page = await context.newPage();
  let where = path;
  listen(page, origin, (...what) => fault(where, ...what));
  for (const width of widths) {
    where = `${path} (${width} px, ${scheme})`;
    await page.setViewportSize({ width, height: HEIGHT });
    const response = await page.goto(origin + path, { waitUntil: 'load' });
    if (response.status() !== status) fault(where, `status ${response.status()}, not ${status}`);
    const styled = await page.evaluate(() => [...document.styleSheets].some((sheet) => sheet.cssRules.length > 0));
    if (!styled) fault(where, 'no style sheet was loaded');
    const wide = await page.evaluate(overflow);
    if (wide) fault(where, 'the page scrolls sideways', wide);
    if (!axe) continue;
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    for (const { id, help, nodes } of violations) {
      for (const node of nodes) {
        const why = node.failureSummary.split('\n').slice(1).map((line) => line.trim()).join('; ');
        fault(where, `axe ${id}: ${help}`, `${node.target.join(' ')}: ${why}`);
      }
    }
  }
  await page.close();
}

await check((site, fault, options) => browse(site, async (chrome, origin) => {
  const brief = options.includes('--brief');
  const found = pages(site, fault);
  const schemes = SCHEMES.map(async (scheme) => {
    const context = await chrome.newContext({ colorScheme: scheme, reducedMotion: 'reduce' });
    const how = { scheme, widths: brief ? WIDTHS.slice(0, 1) : WIDTHS, axe: !brief };
    for (const one of found) await visit(context, origin, one, how, fault);
    await context.close();
  });
  await Promise.all(schemes);
  return `${found.length} pages`;
}));
