// How pages are laid out in Chromium: nothing shifts while a page loads on a slow line with an empty cache, nothing
// sticks out at 320 px or at 200 % zoom, controls and links of menus are at least 24 px (axe judges the others), images
// say their size.

import { browse } from './chrome.mjs';
import { pages } from './kinds.mjs';
import { overflow, small, unsized } from './look.mjs';
import { check } from './site.mjs';

/** The most that a page may shift (Cumulative Layout Shift): a paragraph above a note may get a line more when its font arrives. */
const SHIFT = 0.02;
/** The least width and height of controls, in px (WCAG 2.2, 2.5.8). */
const TARGET = 24;
/** Milliseconds by which the server holds back all but the page and its style sheets. */
const LATE = 400;
/** Milliseconds after loading in which things may still move. */
const AFTER = 300;

const VIEWS = [
  { name: '320 px', width: 320, height: 640 },
  // A window of 1280 px, zoomed to 200 %.
  { name: '200 % zoom', width: 640, height: 360, scale: 2 },
  { name: '390 px', width: 390, height: 844, shift: true, pressed: true },
  { name: '1440 px', width: 1440, height: 900, shift: true, pressed: true },
];

/** Adds up the shifts of a page from its start. Runs in the page before its own scripts. */
function watch() {
  globalThis.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      const name = ({ node }) => (node?.parentElement ? `${node.nodeName.toLowerCase()} ${node.className ?? ''}`.trim() : '?');
      if (!hadRecentInput) globalThis.shifts.push({ value, what: sources.map(name).slice(0, 3).join(', ') });
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

async function visit(chrome, origin, { path }, view, fault) {
  // A new context has an empty cache.
  const context = await chrome.newContext({
    viewport: { width: view.width, height: view.height }, deviceScaleFactor: view.scale ?? 1,
  });
  const page = await context.newPage();
  const where = `${path} (${view.name})`;
  if (view.shift) {
    await page.addInitScript(watch);
    await page.route((url) => !/(\/|\.html|\.css)$/.test(url.pathname), async (route) => {
      await new Promise((done) => { setTimeout(done, LATE); });
      await route.continue().catch(() => {});
    });
  }
  await page.goto(origin + path, { waitUntil: 'load' });
  await page.evaluate(() => document.fonts.ready);
  const wide = await page.evaluate(overflow);
  if (wide) fault(where, 'the page scrolls sideways', wide);
  if (view.pressed) {
    for (const one of await page.evaluate(small, TARGET)) fault(where, `hard to press: less than ${TARGET} px`, one);
    for (const one of await page.evaluate(unsized)) fault(where, 'an image without width, height or alt', one);
  }
  if (view.shift) {
    await page.waitForTimeout(AFTER);
    const shifts = await page.evaluate(() => globalThis.shifts);
    const sum = shifts.reduce((all, one) => all + one.value, 0);
    if (sum >= SHIFT) fault(where, 'the page shifts while it loads', `${sum.toFixed(4)}: ${shifts.map((one) => one.what)}`);
  }
  await context.close();
}

await check((site, fault) => browse(site, async (chrome, origin) => {
  const found = pages(site, fault).filter((one) => one.status === 200);
  await Promise.all([VIEWS.slice(0, 3), VIEWS.slice(3)].map(async (views) => {
    for (const view of views) for (const one of found) await visit(chrome, origin, one, view, fault);
  }));
  return `${found.length} kinds of page`;
}));
