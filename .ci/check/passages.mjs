// Passages, in Chromium: the words and places that annotations select are those of the page. Characters are code
// points of the text content of the element that the annotation names, as the Web Annotation Data Model counts them.

import { browse } from './chrome.mjs';
import { check } from './site.mjs';
import { json, list } from './tree.mjs';

/** Code points before and after a passage. */
const AROUND = 32;

/**
 * What the page has, by the id of the container: its text, and where the passages of its notes and its quotations are
 * in that text, in code units. Runs in the page.
 */
function read(id) {
  const container = document.getElementById(id);
  if (!container) return null;
  const before = (node, offset) => {
    const range = new Range();
    range.setStart(container, 0);
    range.setEnd(node, offset);
    return range.toString().length;
  };
  const passages = {};
  for (const mark of container.querySelectorAll('mark.passage[id^="passage-"]')) {
    passages[mark.id.replace('passage-', 'note-')] = { start: before(mark, 0), text: mark.textContent };
  }
  // Where there is text that belongs to a passage.
  const marked = [];
  const walker = document.createTreeWalker(container, NodeFilter.SHOW_TEXT);
  let at = 0;
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (parentElement.closest('mark.passage')) marked.push([at, at + data.length]);
    at += data.length;
  }
  const quotes = {};
  for (const figure of container.querySelectorAll('figure.excerpt')) {
    const quote = figure.querySelector('blockquote');
    const start = before(quote, 0);
    const numbers = [...quote.querySelectorAll('sup.note-ref')].map((one) => [before(one, 0), one.textContent.length]);
    quotes[figure.id] = { start, text: quote.textContent, numbers };
  }
  return { text: container.textContent, passages, marked, quotes };
}

/** A quotation without white space at its ends, and without the numbers of notes at its last one. */
function trimmed({ start, text, numbers }) {
  let end = start + text.trimEnd().length;
  for (const [at, length] of [...numbers].reverse()) {
    if (at + length !== end) break;
    end = start + text.slice(0, at - start).trimEnd().length;
  }
  return text.slice(0, end - start).trim();
}

await check((site, fault) => browse(site, async (chrome, origin) => {
  const page = await chrome.newPage();
  const count = { passages: 0, quotations: 0, 'whole blocks': 0 };
  for (const name of site.files('annotations.json')) {
    const article = name.replace(/annotations\.json$/, 'index.html');
    await page.goto(origin + site.address(article).pathname);
    for (const item of list(json(site, name, fault)?.items)) {
      const wrong = (what, detail) => fault(name, what, `${item.id}: ${detail ?? ''}`);
      const selectors = list(item.target).flatMap((target) => list(target.selector));
      const quote = selectors.find((one) => one.type === 'TextQuoteSelector');
      const fragment = selectors.find((one) => one.type === 'FragmentSelector');
      const shown = await page.evaluate(read, fragment?.value ?? '');
      if (!shown) wrong('it selects what is not in the page', fragment?.value);
      else if (quote) compare(item.id.split('#')[1], shown, quote, list(fragment.refinedBy)[0], wrong);
      else count['whole blocks'] += 1;
    }
  }
  return count;

  function compare(id, shown, { exact, prefix, suffix }, position, wrong) {
    if (position?.type !== 'TextPositionSelector') return wrong('no TextPositionSelector within the fragment');
    const points = [...shown.text];
    const slice = (from, to) => points.slice(Math.max(from, 0), to).join('');
    const { start, end } = position;
    if (!(start < end && end <= points.length)) wrong('no such place', `${start}–${end} of ${points.length}`);
    if (slice(start, end) !== exact) wrong('not the words at this place', `${slice(start, end)} / ${exact}`);
    if (slice(start - AROUND, start) !== prefix) {
      wrong('not the words before', `${slice(start - AROUND, start)} / ${prefix}`);
    }
    if (slice(end, end + AROUND) !== suffix) wrong('not the words after', `${slice(end, end + AROUND)} / ${suffix}`);
    const found = shown.text.split(prefix + exact + suffix).length - 1;
    if (found !== 1) wrong(`the words with those around are found ${found} times`, exact);
    // Code units, as the page counts.
    const from = slice(0, start).length;
    return id in shown.quotes
      ? quotation(shown.quotes[id], exact, from, wrong)
      : passage(shown, id, exact, from, wrong);
  }

  function quotation(quote, exact, from, wrong) {
    count.quotations += 1;
    if (trimmed(quote) !== exact) wrong('not the text of the excerpt', `${trimmed(quote)} / ${exact}`);
    if (from < quote.start || from + exact.length > quote.start + quote.text.length) wrong('not in the excerpt', exact);
  }

  /** The passage begins with the note's first mark, and all of it is marked but the numbers of other notes. */
  function passage({ text, passages, marked }, id, exact, from, wrong) {
    count.passages += 1;
    const mark = passages[id];
    if (!mark) return wrong('the page marks no passage for it');
    const first = mark.text.trimStart();
    if (from !== mark.start + mark.text.length - first.length) wrong('not where its mark begins', exact);
    if (!exact.startsWith(first.trimEnd())) wrong('not the words of its mark', `${first} / ${exact}`);
    const inside = (at) => marked.some(([a, b]) => a <= at && at < b);
    const bare = [...exact.matchAll(/\S+/g)].filter((word) => !inside(from + word.index));
    const last = from + exact.length - 1;
    if (!inside(last)) wrong('it does not end with a mark', exact);
    if (bare.some(([word]) => !/^\d+$/.test(word))) {
      wrong('it is not marked all through', `${bare} in ${text.slice(from, last + 1)}`);
    }
    return undefined;
  }
}));
