// The kinds of page that a site has, and which pages stand for each in the browser.

import { attr, refreshes } from './site.mjs';
import { all, articles, hasClass } from './tree.mjs';

/** An address where nothing is, some folders down: what it gets must load its style from the root. */
export const MISSING = 'no/such/page/';

/** The kinds of page by the names of their files; those with `?` a site may well not have. */
const NAMES = {
  home: /^index\.html$/,
  'second page?': /^page\/2\/index\.html$/,
  topic: /^topics\/[^/]+\/index\.html$/,
  topics: /^topics\/index\.html$/,
  tag: /^tags\/[^/]+\/index\.html$/,
  tags: /^tags\/index\.html$/,
  outlet: /^outlets\/[^/]+\/index\.html$/,
  outlets: /^outlets\/index\.html$/,
  archive: /^archive\/index\.html$/,
  year: /^archive\/\d+\/index\.html$/,
  'undated articles?': /^archive\/undated\/index\.html$/,
  sources: /^sources\/index\.html$/,
  'corrections?': /^corrections\/index\.html$/,
  about: /^about\/index\.html$/,
  'search?': /^search\/index\.html$/,
  'not found': /^404\.html$/,
};

/** How much there is on a page: notes first. */
function weight(site, page) {
  const of = site.elements(page);
  return of.filter((one) => attr(one, 'role') === 'doc-footnote').length * 1e6 + of.length;
}

function heaviest(site, pages) {
  return [...pages].sort((a, b) => weight(site, b) - weight(site, a))[0];
}

/** Whether an element stands in one of a class. */
function within(element, name) {
  for (let one = element; one?.tagName; one = one.parentNode) if (hasClass(one, name)) return true;
  return false;
}

/** Articles of several kinds: the first that a test says yes to, by what is on the page. */
function kindsOfArticle(site) {
  const found = articles(site);
  const entry = (page) => site.elements(page).find((one) => hasClass(one, 'h-entry'));
  const korean = found.filter((page) => attr(entry(page), 'lang') === 'ko');
  // The reports that it cites have dates, too.
  const own = (page, tag, name) => all(entry(page), tag, name).filter((one) => !within(one, 'h-cite'));
  const undated = found.filter((page) => own(page, 'time', 'dt-published').length === 0);
  const shown = found.filter((page) => all(entry(page), 'img').length > 0);
  const least = [...found].sort((a, b) => weight(site, a) - weight(site, b))[0];
  return {
    article: heaviest(site, found),
    'short article': least,
    'Korean article?': heaviest(site, korean),
    'undated article?': heaviest(site, undated),
    'article with images?': heaviest(site, shown),
  };
}

/** The pages to visit, of each kind one: `{ kind, file, path, status }`. That one is missing is a fault. */
export function pages(site, fault) {
  const found = kindsOfArticle(site);
  const own = articles(site);
  for (const [kind, pattern] of Object.entries(NAMES)) {
    const named = site.files('.html').filter((page) => pattern.test(page) && !own.includes(page));
    found[kind] = heaviest(site, named.filter((page) => !site.elements(page).some(refreshes)));
  }
  const list = [];
  for (const [kind, file] of Object.entries(found)) {
    const path = file && site.address(file).pathname;
    if (file) list.push({ kind: kind.replace('?', ''), file, path, status: 200 });
    else if (!kind.endsWith('?')) fault('the site', `no page of the kind "${kind}"`);
  }
  return [...list, { kind: 'missing', path: `${site.base.pathname}${MISSING}`, status: 404 }];
}
