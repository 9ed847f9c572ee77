// Excerpts: the link to the source leads to the words there, by a text fragment (WICG URL Fragment Text Directives)
// of words that the excerpt has, without a gap. What JSON-LD says of an excerpt is what the page shows.

import { attr, check } from './site.mjs';
import { all, articles, fold, folded, hasClass, isAside, isGap, things } from './tree.mjs';

const DIRECTIVE = ':~:text=';
/** Stands for what was left out or put in. */
const GAP = '\0';

/** The words of a quotation between its gaps. */
function stretches(quote) {
  const read = (node) => {
    if (node.nodeName === '#text') return node.value;
    if (node.tagName && isAside(node)) return '';
    if (node.tagName && isGap(node)) return GAP;
    return (node.childNodes ?? []).map(read).join('');
  };
  return read(quote).split(GAP).map(fold).filter(Boolean);
}

/** The parts of a text directive: `[prefix-,]start[,end][,-suffix]`. */
function directive(text) {
  const parts = text.split(',');
  const prefix = parts[0].endsWith('-') ? parts.shift().slice(0, -1) : undefined;
  const suffix = parts[parts.length - 1]?.startsWith('-') ? parts.pop().slice(1) : undefined;
  const [start, end, ...more] = parts;
  if (!start || end === '' || more.length > 0 || /[&-]/.test([prefix, start, end, suffix].join(''))) return undefined;
  try {
    return [prefix, start, end, suffix].filter((part) => part !== undefined).map((part) => decodeURIComponent(part));
  } catch {
    return undefined;
  }
}

/** Whether the words stand in this order in a text. */
function runs(text, words) {
  let from = 0;
  for (const word of words) {
    const at = text.indexOf(fold(word), from);
    if (at < 0) return false;
    from = at + fold(word).length;
  }
  return true;
}

await check((site, fault) => {
  const count = { excerpts: 0, 'text fragments': 0, 'quotations in JSON-LD': 0 };
  for (const page of articles(site)) {
    const figures = site.elements(page).filter((one) => one.tagName === 'figure' && hasClass(one, 'excerpt'));
    const quotations = things(site, page, fault).filter((thing) => thing['@type'] === 'Quotation');
    const works = things(site, page, fault).filter((thing) => thing['@type'] === 'CreativeWork');
    if (quotations.length !== figures.length) {
      fault(page, `${quotations.length} quotations in JSON-LD for ${figures.length} excerpts`);
    }
    figures.forEach((figure, at) => {
      const where = `${page}#${attr(figure, 'id')}`;
      const part = (tag) => figure.childNodes.find((one) => one.tagName === tag);
      const [quote, caption] = [part('blockquote'), part('figcaption')];
      if (!quote || !caption) return fault(where, 'no quotation, or no attribution');
      const cite = absolute(page, attr(quote, 'cite'));
      const [link] = all(caption, 'a', 'source');
      count.excerpts += 1;
      if (!link) fault(where, 'no link to the source');
      else if (hasClass(link, 'u-url')) leads(where, page, attr(link, 'href'), cite, stretches(quote));
      else if (cite) fault(where, 'cites an address, and its link is no u-url');
      if (quotations[at]) described(where, page, quotations[at], quote, cite, works, attr(figure, 'id'));
      return undefined;
    });
  }
  return count;

  function absolute(page, url) {
    return url === undefined ? undefined : new URL(url, site.address(page)).href;
  }

  function leads(where, page, href, cite, parts) {
    const at = href.indexOf(DIRECTIVE);
    if (at < 0) return fault(where, `no "${DIRECTIVE}" in its link`, href);
    count['text fragments'] += 1;
    const before = href.slice(0, at);
    if (absolute(page, before.replace(/#$/, '')) !== cite) {
      fault(where, 'leads to another address than it cites', `${href} / ${cite}`);
    }
    if (!before.includes('#')) fault(where, 'a directive outside of the fragment', href);
    if (/#.*#/.test(href)) fault(where, 'two fragments in one address', href);
    const words = directive(href.slice(at + DIRECTIVE.length));
    if (!words) return fault(where, 'not a text directive', href);
    if (!parts.some((part) => runs(part, words))) {
      fault(where, 'leads to words that it does not have, or across a gap', words.join(' … '));
    }
    return undefined;
  }

  function described(where, page, quotation, quote, cite, works, id) {
    count['quotations in JSON-LD'] += 1;
    if (quotation['@id'] !== `${site.address(page)}#${id}`) {
      fault(where, 'JSON-LD calls it otherwise', quotation['@id']);
    }
    if (fold(quotation.text) !== folded(quote, isAside)) {
      fault(where, 'JSON-LD has another text', `${fold(quotation.text)} / ${folded(quote, isAside)}`);
    }
    const based = [quotation.isBasedOn].flat().map((one) => one?.['@id']);
    const work = works.find((one) => based.includes(one['@id']));
    if (absolute(page, work?.url) !== cite) fault(where, 'JSON-LD names another source', `${work?.url} / ${cite}`);
  }
});
