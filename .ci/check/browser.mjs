// The site in Chromium, under its policy: one page of every kind, at three widths, light and dark. No fault by axe or
// pa11y, no message on the console, no failed or foreign request, nothing that the policy blocks, no sideways scrolling.
//
// A third argument `--brief` leaves out axe, pa11y and all widths but one: for the same site at another address.

import AxeBuilder from '@axe-core/playwright';
import pa11y from 'pa11y';
import { browse } from './chrome.mjs';
import { listen } from './listen.mjs';
import { pages } from './kinds.mjs';
import { overflow } from './look.mjs';
import { check } from './site.mjs';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** It compares a fragment with ids without decoding it; the check of links does better. */
const IGNORED = ['WCAG2AA.Principle2.Guideline2_4.2_4_1.G1,G123,G124.NoSuchID'];
const WIDTHS = [390, 768, 1440];
const SCHEMES = ['light', 'dark'];
const HEIGHT = 900;

/** Says what axe finds. Its legacy mode is for pages without frames, and opens no second page. */
async function axe(page, report) {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(RULES).analyze();
  for (const { id, help, nodes } of violations) {
    for (const node of nodes) {
      const why = node.failureSummary.split('\n').slice(1).map((line) => line.trim()).join('; ');
      report(`axe ${id}: ${help}`, `${node.target.join(' ')}: ${why}`);
    }
  }
}

/** Says what pa11y finds with HTML_CodeSniffer (its other runner is axe), on the page as it is. */
async function sniff(page, report) {
  const driver = { on() {}, off() {}, setViewport() {}, evaluate: (what, data) => page.evaluate(what, data) };
  const { issues } = await pa11y(page.url(), {
    browser: {}, page: driver, ignoreUrl: true, userAgent: '', runners: ['htmlcs'], standard: 'WCAG2AA',
    ignore: IGNORED,
  });
  for (const { code, message, selector, context } of issues) {
    report(`pa11y ${code}: ${message}`, `${selector}: ${context.slice(0, 120)}`);
  }
}

/** One page at every width, in one colour scheme. */
async function visit(context, origin, { path, status }, { widths, scheme, brief }, fault) {
  const page = await context.newPage();
  let where = path;
  listen(page, origin, (...what) => fault(where, ...what));
  for (const width of widths) {
    where = `${path} (${width} px, ${scheme})`;
    const report = (...what) => fault(where, ...what);
    await page.setViewportSize({ width, height: HEIGHT });
    const response = await page.goto(origin + path, { waitUntil: 'load' });
    if (response.status() !== status) report(`status ${response.status()}, not ${status}`);
    const styled = await page.evaluate(() => [...document.styleSheets].some((sheet) => sheet.cssRules.length > 0));
    if (!styled) report('no style sheet was loaded');
    const wide = await page.evaluate(overflow);
    if (wide) report('the page scrolls sideways', wide);
    if (brief) continue;
    await axe(page, report);
    await sniff(page, report);
  }
  await page.close();
}

await check((site, fault, options) => browse(site, async (chrome, origin) => {
  const brief = options.includes('--brief');
  const found = pages(site, fault);
  const schemes = SCHEMES.map(async (scheme) => {
    const context = await chrome.newContext({ colorScheme: scheme, reducedMotion: 'reduce' });
    const how = { scheme, widths: brief ? WIDTHS.slice(0, 1) : WIDTHS, brief };
    for (const one of found) await visit(context, origin, one, how, fault);
    await context.close();
  });
  await Promise.all(schemes);
  return `${found.length} kinds of page: ${found.map((one) => one.kind).join(', ')}`;
}));
