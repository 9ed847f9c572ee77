// What scripts add for readers, in Chromium: the switch of colours, keys, notes and passages that light up together,
// previews of links, links to a place. None of it is needed to read; see reading.mjs.

import { browse } from './chrome.mjs';
import { listen } from './listen.mjs';
import { attr, check } from './site.mjs';
import { all, articles, byId, hasClass } from './tree.mjs';

/** Milliseconds within which nothing pops up, and until when it must have. */
const SOON = 150;
const LATE = 3000;
/** Milliseconds for a change of colour to end. */
const FADE = 400;

/** Pixels by which a note may be off the line of its passage, and within which it is right below another. */
const OFF = 12;
const CLOSE = 40;

/** The first article whose text has something. */
function having(site, test) {
  return articles(site).find((page) => {
    const text = byId(site, page, 'article');
    return text && test(text, page);
  });
}

/** All of an element's computed style. Runs in the page. */
function styleOf(element) {
  const style = getComputedStyle(element);
  return [...style].map((name) => style.getPropertyValue(name)).join(';');
}

/** Puts the mouse on the first line of an element, which may run over several. */
async function point(page, element) {
  await element.scrollIntoViewIfNeeded();
  const [x, y] = await element.evaluate((one) => {
    const [box] = one.getClientRects();
    return [box.left + Math.min(6, box.width / 2), box.top + Math.min(8, box.height / 2)];
  });
  await page.mouse.move(x, y);
}

/** Notes the colour of the page at every frame from its first. Runs in the page before its own scripts. */
function frames() {
  globalThis.colours = [];
  const look = () => {
    if (document.body) globalThis.colours.push(getComputedStyle(document.body).backgroundColor);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** The switch changes the colours, says so, remembers, and a page never shows the others first. */
async function scheme(open, address, report) {
  for (const system of ['light', 'dark']) {
    const page = await open({ colorScheme: system });
    await page.addInitScript(frames);
    await page.goto(address);
    const colour = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const button = page.locator('button.scheme');
    if (await button.count() !== 1) {
      report('no switch of colours');
      return 0;
    }
    const before = [await colour(), await button.getAttribute('aria-pressed')];
    if (before[1] !== String(system === 'dark')) report('the switch does not say what the colours are', `${system}: ${before[1]}`);
    await button.click();
    await page.waitForTimeout(FADE);
    const after = [await colour(), await button.getAttribute('aria-pressed')];
    if (after[0] === before[0]) report('the switch does not change the colours', system);
    if (after[1] === before[1]) report('the switch does not say that it was pressed', system);
    await page.reload();
    await page.waitForTimeout(FADE);
    if (await colour() !== after[0]) report('the switch is forgotten', system);
    const shown = new Set(await page.evaluate(() => globalThis.colours));
    if (shown.size !== 1) report('the page shows other colours first', `${system}: ${[...shown]}`);
    await page.context().close();
  }
  return 2;
}

/** `j` and `k` go forth and back, and are left alone in a field. */
async function keys(open, address, report) {
  const page = await open({});
  await page.goto(address);
  const focus = () => page.evaluate(() => {
    const one = document.activeElement;
    return one === document.body ? '' : `${one.textContent.trim().slice(0, 60)} ${Math.round(one.getBoundingClientRect().top + scrollY)}`;
  });
  const places = [];
  for (const key of ['j', 'j', 'j', 'k']) {
    await page.keyboard.press(key);
    places.push(await focus());
  }
  const [first, second, third, back] = places;
  if (!first || new Set([first, second, third]).size !== 3) report('j does not go from one place to the next', places.join(' | '));
  if (back !== second) report('k does not go back', places.join(' | '));
  const seen = await page.evaluate(() => {
    const box = document.activeElement.getBoundingClientRect();
    return box.top >= 0 && box.top < innerHeight;
  });
  if (!seen) report('j and k lead out of sight', places.join(' | '));
  await page.keyboard.press('Control+j');
  if (await focus() !== back) report('j with the control key is taken, too');
  await page.context().close();
  return places.length;
}

/** Pointing at a note lights its passage up, and the other way round. */
async function together(open, address, report) {
  const page = await open({ viewport: { width: 1440, height: 900 } });
  await page.goto(address);
  const id = await page.evaluate(() => document.querySelector('#article mark.passage[id]').id.replace('passage-', ''));
  const parts = { note: page.locator(`[id="note-${id}"]`), passage: page.locator(`[id="passage-${id}"]`) };
  for (const [at, other] of [['note', 'passage'], ['passage', 'note']]) {
    await page.mouse.move(0, 0);
    await page.waitForTimeout(FADE);
    const before = await parts[other].evaluate(styleOf);
    await point(page, parts[at]);
    await page.waitForTimeout(FADE);
    if (await parts[other].evaluate(styleOf) === before) report(`pointing at a ${at} does not light up its ${other}`, `#${id}`);
    await page.mouse.move(0, 0);
    await page.waitForTimeout(FADE);
    if (await parts[other].evaluate(styleOf) !== before) report(`a ${other} stays lit`, `#${id}`);
  }
  await page.context().close();
  return 2;
}

/** In the margin a note stands level with its passage, or right below the note before it. */
async function level(open, address, report) {
  const page = await open({ viewport: { width: 1440, height: 900 } });
  await page.goto(address);
  await page.evaluate(() => document.fonts.ready);
  const places = await page.evaluate(() => [...document.querySelectorAll('#article .note')].map((note) => {
    const label = note.id.replace('note-', '');
    const place = document.getElementById(`passage-${label}`) ?? document.getElementById(`ref-${label}`);
    const [{ top }] = place.getClientRects();
    const box = note.getBoundingClientRect();
    return { id: note.id, passage: top, top: box.top, bottom: box.bottom };
  }));
  for (const [n, { id, passage, top }] of places.entries()) {
    const pushed = n > 0 && top - places[n - 1].bottom < CLOSE;
    if (top < passage - OFF || (top > passage + OFF && !pushed)) report('a note is not level with its passage', `#${id}: ${top - passage} px`);
  }
  await page.context().close();
  return places.length;
}

/** A preview comes after a moment and goes again; a finger gets none. */
async function preview(open, address, path, report) {
  const select = `#article a[href$="${path}"]`;
  const page = await open({});
  await page.goto(address);
  const link = page.locator(select).first();
  await point(page, link);
  await page.waitForTimeout(SOON);
  const box = page.locator('.preview');
  if (await box.count()) report('a preview comes at once');
  const come = await box.waitFor({ timeout: LATE }).then(() => true, () => false);
  if (!come) report('no preview of a link', address);
  else {
    if (!(await box.textContent()).trim()) report('a preview without words');
    const place = await box.boundingBox();
    const wide = await page.evaluate(() => document.documentElement.clientWidth);
    if (place.x < 0 || place.x + place.width > wide) report('a preview sticks out of the page');
    await page.keyboard.press('Escape');
    if (await box.count()) report('a preview stays when Escape is pressed');
  }
  await page.context().close();

  const touched = await open({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });
  await touched.goto(address);
  await touched.evaluate(() => addEventListener('click', (event) => event.preventDefault()));
  await touched.locator(select).first().tap();
  await touched.waitForTimeout(1200);
  if (await touched.locator('.preview').count()) report('a preview where a finger touched');
  await touched.context().close();
  return 1;
}

/** A link to a heading, and one to words that are selected, land on the clipboard. */
async function copies(open, address, report) {
  const page = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
  await page.goto(address);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  const heading = page.locator('#article > :is(h2, h3)[id]').first();
  const id = await heading.getAttribute('id');
  await heading.hover();
  const anchor = page.locator(`#article a.anchor[href="#${encodeURIComponent(id)}"]`);
  if (await anchor.count() !== 1) report('no link to a heading');
  else {
    await anchor.click();
    await page.waitForTimeout(FADE);
    const url = await copied();
    if (url !== `${address}#${encodeURIComponent(id)}`) report('not the address of a heading is copied', url);
  }

  const words = await page.evaluate(() => {
    const text = [...document.querySelectorAll('#article > p')].find((one) => one.firstChild.nodeValue?.trim().length > 40);
    text.scrollIntoView({ block: 'center', behavior: 'instant' });
    const range = new Range();
    range.setStart(text.firstChild, 0);
    range.setEnd(text.firstChild, 30);
    const lines = range.getClientRects();
    return { from: [lines[0].left + 1, lines[0].top + 8], to: [lines[0].right - 1, lines[0].top + 8] };
  });
  await page.mouse.move(...words.from);
  await page.mouse.down();
  await page.mouse.move(...words.to, { steps: 5 });
  await page.mouse.up();
  const button = page.locator('button.told');
  const come = await button.waitFor({ timeout: LATE }).then(() => true, () => false);
  if (!come) report('no offer to link to words that are selected');
  else {
    await button.click();
    await page.waitForTimeout(FADE);
    const [place, text] = (await copied()).split('#:~:text=');
    const first = decodeURIComponent(text ?? '').split(',')[0];
    const said = await page.evaluate(() => document.getElementById('article').textContent.replace(/\s+/g, ' '));
    if (place !== address || !first || !said.includes(first)) report('not the words that are selected', `${place} ${text}`);
  }
  await page.context().close();
  return 2;
}

await check((site, fault) => browse(site, async (chrome, origin) => {
  let where = '/';
  const report = (what, detail) => fault(where, what, detail);
  const open = async (options) => {
    const page = await (await chrome.newContext({ viewport: { width: 1280, height: 900 }, ...options })).newPage();
    listen(page, origin, report);
    return page;
  };
  const at = (page) => {
    where = page;
    return origin + site.address(page).pathname;
  };
  const count = { switches: 0, keys: 0, lights: 0, notes: 0, previews: 0, copies: 0 };

  count.switches = await scheme(open, at('index.html'), report);
  count.keys = await keys(open, at('index.html'), report);
  const noted = having(site, (text) => all(text, 'mark', 'passage').some((one) => attr(one, 'id')));
  if (noted) count.lights = await together(open, at(noted), report);
  if (noted) count.notes = await level(open, at(noted), report);
  const inside = (one, page) => {
    const { file } = site.find(new URL(attr(one, 'href') ?? '', site.address(page)));
    return !hasClass(one, 'note-back') && file !== page && articles(site).includes(file);
  };
  const linked = having(site, (text, page) => all(text, 'a').some((one) => inside(one, page)));
  if (linked) {
    const link = all(byId(site, linked, 'article'), 'a').find((one) => inside(one, linked));
    count.previews = await preview(open, at(linked), attr(link, 'href'), report);
  }
  const headed = having(site, (text) => text.childNodes.some((one) => one.tagName === 'h2' && attr(one, 'id')));
  if (headed) count.copies = await copies(open, at(headed), report);
  return count;
}));
