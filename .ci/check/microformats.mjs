// Microformats, read back with a parser: the entry that an article is (h-entry), the reports that it cites and quotes
// (h-cite), and the list of sources. They say what the page shows and what JSON-LD and CSL-JSON say.

import { mf2 } from 'microformats-parser';
import { attr, check, words } from './site.mjs';
import { all, articles, fold, folded, hasClass, json, list, things } from './tree.mjs';

/** The values of a property as texts. */
function said(item, name) {
  return list(item?.properties[name]).map((value) => fold(value.value ?? value));
}

function isA(item, type) {
  return item?.type?.includes(type) ?? false;
}

await check((site, fault) => {
  const count = { entries: 0, citations: 0, quotations: 0, reports: 0, 'listed sources': 0 };
  const parse = (page) => mf2(site.read(page), { baseUrl: site.address(page).href }).items;
  const equal = (where, what, found, expected) => {
    const [is, should] = [found, expected].map((values) => values.join(', ') || 'nothing');
    if (is !== should) fault(where, `${what} is not what it should be`, `${is} / ${should}`);
  };
  const texts = (...values) => values.filter((value) => value !== undefined).map(fold);

  for (const page of articles(site)) {
    const items = parse(page);
    const [entry] = items;
    if (items.length !== 1 || !isA(entry, 'h-entry')) {
      fault(page, 'not one entry alone', items.map((item) => item.type).join(', '));
      continue;
    }
    count.entries += 1;
    const elements = site.elements(page);
    const headline = elements.find((one) => one.tagName === 'h1');
    const canonical = elements.find((one) => words(one, 'rel').includes('canonical'));
    const article = things(site, page, fault).find((one) => one['@id'] === attr(canonical, 'href')) ?? {};
    equal(page, 'name', said(entry, 'name'), [folded(headline)]);
    equal(page, 'author', said(entry, 'author'), texts(article.author?.name));
    equal(page, 'published', said(entry, 'published'), texts(article.datePublished));
    equal(page, 'updated', said(entry, 'updated'), texts(article.dateModified));
    equal(page, 'url', said(entry, 'url'), texts(attr(canonical, 'href')));
    const topics = list(article.about).map((topic) => topic.name);
    equal(page, 'category', said(entry, 'category'), texts(...topics, ...list(article.keywords)));
    const body = elements.find((one) => attr(one, 'id') === 'article');
    const bare = (text) => text.replace(/\s/g, '');
    if (bare(said(entry, 'content').join()) !== bare(folded(body))) {
      fault(page, 'content is not the text of the article');
    }
    cited(page, entry, list(article.citation));
    quoted(page, entry, elements.filter((one) => one.tagName === 'figure' && hasClass(one, 'excerpt')));
    reported(page, entry, elements.filter((one) => one.tagName === 'figure' && hasClass(one, 'report')));
  }
  listed();
  return count;

  /** The list of sources: one h-cite each, which says what JSON-LD says. */
  function cited(page, entry, works) {
    const cites = list(entry.properties.citation);
    if (cites.length !== works.length) fault(page, `${cites.length} citations for ${works.length} sources`);
    cites.forEach((cite, at) => {
      const where = `${page}#${cite.id}`;
      const work = works[at] ?? {};
      count.citations += 1;
      if (!isA(cite, 'h-cite')) return fault(where, 'a citation that is no h-cite');
      if (work['@id'] !== `${site.address(page)}#${cite.id}`) {
        fault(where, 'not the source that JSON-LD has here', work['@id']);
      }
      equal(where, 'publication', said(cite, 'publication'), texts(work.publisher?.name));
      equal(where, 'name of a citation', said(cite, 'name'), texts(work.name));
      equal(where, 'url of a citation', said(cite, 'url'), texts(work.url));
      equal(where, 'author of a citation', said(cite, 'author'), texts(work.author?.name));
      return equal(where, 'published of a citation', said(cite, 'published'), texts(work.datePublished));
    });
  }

  /** The excerpts: one h-cite each, with the words and the address of the source. They may be within one another. */
  function quoted(page, entry, figures) {
    const within = (item) => [...list(item.properties['quotation-of']), ...list(item.children)]
      .flatMap((inner) => [inner, ...within(inner)]);
    const cites = within(entry).filter((one) => 'content' in (one.properties ?? {}));
    if (cites.length !== figures.length) fault(page, `${cites.length} h-cites for ${figures.length} excerpts`);
    for (const figure of figures) {
      const where = `${page}#${attr(figure, 'id')}`;
      const cite = cites.find((one) => one.id === attr(figure, 'id'));
      const [quote] = all(figure, 'blockquote');
      count.quotations += 1;
      if (!isA(cite, 'h-cite')) {
        fault(where, 'an excerpt that is no h-cite');
        continue;
      }
      equal(where, 'content of a quotation', said(cite, 'content'), [folded(quote)]);
      const address = said(cite, 'url').map((url) => url.replace(/#?:~:text=.*/, ''));
      equal(where, 'url of a quotation', address, texts(attr(quote, 'cite')));
    }
  }

  function reported(page, entry, figures) {
    const cites = list(entry.children).filter((one) => isA(one, 'h-cite'));
    count.reports += cites.length;
    if (cites.length !== figures.length) fault(page, `${cites.length} h-cites for ${figures.length} reports`);
  }

  /** The pages of sources: together the items of citations.json, in their order. */
  function listed() {
    const pages = site.files('.html').filter((page) => /^sources\/(page\/\d+\/)?index\.html$/.test(page));
    const number = (page) => Number(/\d+/.exec(page)?.[0] ?? 1);
    const items = pages.sort((a, b) => number(a) - number(b)).flatMap((page) => {
      const found = parse(page);
      const entries = site.elements(page).filter((one) => one.tagName === 'ol' && hasClass(one, 'bibliography'))
        .flatMap((one) => one.childNodes.filter((child) => child.tagName === 'li'));
      if (found.length !== entries.length) fault(page, `${found.length} h-cites for ${entries.length} sources`);
      return found.map((item) => ({ page, item }));
    });
    const known = site.has('citations.json') ? list(json(site, 'citations.json', fault)) : [];
    if (items.length !== known.length) {
      fault('sources/index.html', `${items.length} sources, and ${known.length} in citations.json`);
    }
    items.forEach(({ page, item }, at) => {
      const work = known[at] ?? {};
      count['listed sources'] += 1;
      if (!isA(item, 'h-cite')) return fault(page, 'a source that is no h-cite');
      equal(page, 'publication in the list', said(item, 'publication'), texts(work['container-title']));
      equal(page, 'name in the list', said(item, 'name'), texts(work.title));
      return equal(page, 'url in the list', said(item, 'url'), texts(work.URL));
    });
  }
});
