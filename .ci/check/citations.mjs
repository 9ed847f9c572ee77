// Citations: CSL-JSON by the schema of the Citation Style Language. Each article's file has its sources in their
// order, the site's file each source once, and the item that cites the article is valid, too.

import Ajv from 'ajv';
import { createRequire } from 'node:module';
import { attr, check } from './site.mjs';
import { all, articles, byId, folded, fold, hasClass, json, texts } from './tree.mjs';

const FILE = 'citations.json';

// A copy of csl-data.json in https://github.com/citation-style-language/schema, which publishes no package.
const schema = createRequire(import.meta.url)('@digitallinguistics/schemas/json/Bibliography.json');
const valid = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

await check((site, fault) => {
  const items = new Map();
  const read = (name, value) => {
    if (value === undefined) return [];
    if (!valid(value)) {
      for (const { instancePath, message, params } of valid.errors) {
        fault(`${name} ${instancePath}`, message, Object.values(params).join(', '));
      }
    }
    const list = Array.isArray(value) ? value : [];
    const ids = list.map((item) => item.id);
    if (new Set(ids).size < ids.length) fault(name, 'two items with one id');
    for (const { URL: url, issued, accessed } of list) {
      if (url !== undefined && !URL.canParse(url)) fault(name, `not a complete address: ${url}`);
      for (const date of [issued, accessed]) days(name, date);
    }
    return list;
  };
  const days = (name, date) => {
    for (const [year, month = 1, day = 1] of date?.['date-parts'] ?? []) {
      const real = new Date(Date.UTC(year, month - 1, day));
      if (real.getUTCMonth() !== month - 1 || real.getUTCDate() !== day) {
        fault(name, `no such day: ${[year, month, day]}`);
      }
    }
  };

  const pages = articles(site);
  for (const page of pages) {
    const name = page.replace(/index\.html$/, FILE);
    const section = site.elements(page).find((one) => one.tagName === 'section' && hasClass(one, 'sources'));
    const sources = section ? all(section, 'li', 'h-cite') : [];
    if (site.has(name) !== sources.length > 0) {
      fault(page, site.has(name) ? `${FILE} without sources` : `sources without ${FILE}`);
    }
    const links = site.elements(page)
      .filter((one) => one.tagName === 'link' && attr(one, 'type') === 'application/vnd.citationstyles.csl+json');
    const found = links.map((link) => site.find(new URL(attr(link, 'href'), site.address(page))).file);
    if (found.join() !== (site.has(name) ? name : '')) fault(page, `its head links to citations in "${found}"`);
    const list = site.has(name) ? read(name, json(site, name, fault)) : [];
    if (list.length !== sources.length) fault(name, `${list.length} items for ${sources.length} sources`);
    list.forEach((item, at) => {
      items.set(item.id, item);
      if (sources[at]) agrees(name, page, item, sources[at]);
    });
    own(page);
  }

  /** An item says what the list of sources says. */
  function agrees(name, page, item, source) {
    const of = (tag, kind) => all(source, tag, kind)[0];
    const said = {
      title: of('span', 'p-name'),
      'container-title': of('a', 'p-publication') ?? of('span', 'p-publication'),
      author: of('span', 'p-author'),
    };
    for (const [key, element] of Object.entries(said)) {
      const names = (people) => people?.map((one) => one.literal ?? `${one.given} ${one.family}`).join(', ');
      const value = key === 'author' ? names(item.author) : item[key];
      const shown = element && folded(element);
      if ((value === undefined ? undefined : fold(value)) !== shown) {
        fault(name, `${key} is "${value}", on the page "${shown}"`);
      }
    }
    const link = of('a', 'u-url');
    const address = (url) => url && new URL(url, site.address(page)).href;
    const shown = link && address(attr(link, 'href'));
    if (address(item.URL) !== shown) fault(name, `URL is ${item.URL}, on the page ${shown}`);
    for (const [key, kind] of [['issued', 'dt-published'], ['accessed', 'dt-accessed']]) {
      const day = of('time', kind) && attr(of('time', kind), 'datetime').slice(0, 10);
      const value = item[key]?.['date-parts']?.[0].map((part) => String(part).padStart(2, '0')).join('-');
      if (value !== day) fault(name, `${key} is ${value}, on the page ${day}`);
    }
  }

  /** The item that cites the article itself. */
  function own(page) {
    const section = byId(site, page, 'cite');
    const shown = section && all(section, 'details').find((one) => folded(all(one, 'summary')[0]) === 'CSL-JSON');
    if (!shown) return fault(page, 'does not say how to cite it in CSL-JSON');
    try {
      const [item] = read(`${page} #cite`, [JSON.parse(texts(all(shown, 'pre')[0]).join(''))]);
      return item.URL === site.address(page).href ? undefined : fault(page, `cited as ${item.URL}`);
    } catch (error) {
      return fault(page, `how to cite it is no JSON: ${error.message}`);
    }
  }

  const every = site.has(FILE) ? read(FILE, json(site, FILE, fault)) : [];
  if (!site.has(FILE) && items.size > 0) fault(FILE, 'missing');
  for (const id of items.keys()) if (!every.some((item) => item.id === id)) fault(FILE, `lacks ${id}`);
  for (const { id } of every) if (!items.has(id)) fault(FILE, `no article cites ${id}`);
  return { articles: pages.length, 'cited sources': every.length };
});
