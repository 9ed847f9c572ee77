// JSON-LD: what each page says of itself is said in the vocabulary of schema.org. Types and properties exist, values
// are of the types that the properties take, what is referred to is described, addresses are complete and lead
// somewhere.

import { attr, check, refreshes, words } from './site.mjs';
import { list, objects, texts } from './tree.mjs';
import { PLAIN, isA, isSuperseded, property, types } from './vocabulary.mjs';

const CONTEXT = 'https://schema.org';
/** Properties of which schema.org wants a Thing, and search engines take its address, too. */
const ADDRESS_TOO = ['item'];

await check((site, fault) => {
  const count = { pages: 0, things: 0, references: 0, breadcrumbs: 0 };

  for (const page of site.files('.html')) {
    const all = site.elements(page);
    if (page === '404.html' || all.some(refreshes)) continue;
    const scripts = all.filter((one) => one.tagName === 'script' && attr(one, 'type') === 'application/ld+json');
    if (scripts.length !== 1) fault(page, `${scripts.length} descriptions in JSON-LD`);
    for (const script of scripts) {
      try {
        graph(page, JSON.parse(texts(script).join('')));
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        fault(page, 'JSON-LD that is no JSON', error.message);
      }
    }
    count.pages += 1;
  }
  return count;

  function graph(page, { '@context': context, '@graph': nodes, ...more }) {
    if (context !== CONTEXT) fault(page, `@context is ${JSON.stringify(context)}`);
    if (!Array.isArray(nodes) || Object.keys(more).length > 0) return fault(page, 'not a @graph alone');
    const described = new Map();
    for (const thing of objects(nodes)) {
      if (!('@type' in thing) || !('@id' in thing)) continue;
      const same = described.get(thing['@id']);
      if (same && same['@type'] !== thing['@type']) fault(page, 'one @id for things of two types', thing['@id']);
      described.set(thing['@id'], thing);
    }
    const canonical = site.elements(page).find((one) => words(one, 'rel').includes('canonical'));
    const [main] = nodes;
    if (main?.url !== attr(canonical, 'href')) fault(page, 'its url is not the canonical address', main?.url);
    for (const node of nodes) thing(page, node, described);
    return undefined;
  }

  /** A thing: its type and its properties. */
  function thing(page, node, described) {
    count.things += 1;
    const type = node['@type'];
    if (!types.has(type)) return fault(page, `schema.org has no type ${JSON.stringify(type)}`);
    if ('@id' in node) address(page, '@id', node['@id']);
    for (const [name, value] of Object.entries(node)) {
      if (name === '@type' || name === '@id') continue;
      const takes = property(type, name);
      if (!takes) fault(page, `${type} has no property "${name}"`);
      else if (isSuperseded(type, name)) fault(page, `"${name}" of ${type} is superseded`);
      else if (Array.isArray(value) && value.length === 0) fault(page, `"${name}" of ${type} is an empty list`);
      else for (const one of list(value)) fits(page, `"${name}" of ${type}`, name, takes, one, described);
    }
    return type === 'BreadcrumbList' ? breadcrumbs(page, node) : undefined;
  }

  /** Whether a value is of one of the types that a property takes. */
  function fits(page, what, name, takes, value, described) {
    const shown = JSON.stringify(value).slice(0, 120);
    const no = (why) => fault(page, `${what} ${why}, and takes ${takes.join(', ')}`, shown);
    if (value === null || typeof value !== 'object') {
      const plain = takes.filter((type) => PLAIN[type]?.(value));
      const named = ADDRESS_TOO.includes(name) && PLAIN.URL(value);
      if (plain.length === 0 && !named) return no('is this');
      // Where a text may stand, too, only what looks like an address is one.
      const isAddress = takes.includes('URL') && (!takes.includes('Text') || /^https?:/.test(value));
      return named || isAddress ? address(page, what, value) : undefined;
    }
    const isReference = Object.keys(value).join() === '@id';
    if (isReference) {
      count.references += 1;
      address(page, what, value['@id']);
    }
    const meant = isReference ? described.get(value['@id']) : value;
    if (!meant) return fault(page, `${what} refers to what is not described`, value['@id']);
    if (!takes.some((type) => isA(meant['@type'], type))) no(`is a ${meant['@type']}`);
    return isReference ? undefined : thing(page, value, described);
  }

  function address(page, what, value) {
    // A name within the page (JSON-LD 1.1 §3.5) is no address.
    if (typeof value === 'string' && value.startsWith('_:')) return undefined;
    if (!PLAIN.URL(value)) return fault(page, `${what} is no complete address`, JSON.stringify(value));
    const broken = site.broken(new URL(value));
    return broken && fault(page, `${what}: ${broken}`, value);
  }

  function breadcrumbs(page, { itemListElement: items }) {
    count.breadcrumbs += 1;
    const positions = list(items).map((item) => item.position);
    if (positions.some((position, at) => position !== at + 1)) fault(page, `breadcrumbs run ${positions.join(', ')}`);
    const ways = list(items).map((item) => item.item?.['@id'] ?? item.item);
    if (ways[0] !== site.base.href) fault(page, 'breadcrumbs do not begin at the front page', ways[0]);
    if (ways[ways.length - 1] !== site.address(page).href) {
      fault(page, 'breadcrumbs do not end here', ways[ways.length - 1]);
    }
    if (new Set(ways).size < ways.length) fault(page, 'breadcrumbs go in circles', ways.join(' '));
    if (list(items).some((item) => !item.name)) fault(page, 'a breadcrumb without a name');
  }
});
