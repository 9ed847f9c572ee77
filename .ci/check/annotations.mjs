// Annotations: what the W3C Web Annotation Data Model demands (https://www.w3.org/TR/annotation-model/; the sections
// are named below). Each note and excerpt of an article has one, and all that is named in it exists. That the words
// and places are those of the page, passages.mjs checks.

import { parseFragment } from 'parse5';
import { addresses, attr, check, elements } from './site.mjs';
import { articles, byId, fold, folded, hasClass, isAside, json, list } from './tree.mjs';

const FILE = 'annotations.json';
const CONTEXT = 'http://www.w3.org/ns/anno.jsonld';
/** Of pages in HTML (§4.2.1). */
const FRAGMENTS = 'http://tools.ietf.org/rfc/rfc3236';
/** §3.3.5. */
const MOTIVATIONS = ['assessing', 'bookmarking', 'classifying', 'commenting', 'describing', 'editing', 'highlighting',
  'identifying', 'linking', 'moderating', 'questioning', 'replying', 'tagging'];

const TEXT = (value) => typeof value === 'string';
const FILLED = (value) => TEXT(value) && value.trim() !== '';
const IRI = (value) => TEXT(value) && URL.canParse(value);
const COUNT = (value) => Number.isInteger(value) && value >= 0;
const LANGUAGE = (value) => TEXT(value) && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(value);
const FORMAT = (value) => TEXT(value) && /^[a-z]+\/[a-z0-9.+-]+$/.test(value);
/** A timestamp in UTC (§3.3.1). */
const MOMENT = (value) => TEXT(value) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value);
const IS = (...allowed) => (value) => allowed.includes(value);
/** An object of one of the kinds below. */
const A = (...kinds) => ({ kinds });
/** One or several. */
const SOME = (of) => ({ of });
const LIST = (of) => ({ of, listed: true });

const SELECTORS = ['FragmentSelector', 'TextQuoteSelector', 'TextPositionSelector'];

/** The members of each kind of object; those that it must have end with an exclamation mark. */
const KINDS = {
  // §5.2
  AnnotationPage: {
    '@context!': IS(CONTEXT), 'id!': IRI, 'type!': IS('AnnotationPage'), 'partOf!': A('AnnotationCollection'),
    'startIndex!': COUNT, 'items!': LIST(A('Annotation')), next: IRI, prev: IRI,
  },
  // §5.1
  AnnotationCollection: {
    'id!': IRI, 'type!': IS('AnnotationCollection'), label: FILLED, total: COUNT, first: IRI, last: IRI,
  },
  // §3.1, §3.3
  Annotation: {
    'id!': IRI, 'type!': IS('Annotation'), 'target!': SOME(A('SpecificResource')),
    'body!': SOME(A('TextualBody', 'SpecificResource')), 'motivation!': SOME(IS(...MOTIVATIONS)),
    creator: SOME(A('Agent')), created: MOMENT, modified: MOMENT, rights: SOME(IRI), canonical: IRI, via: SOME(IRI),
  },
  // §3.2.4
  TextualBody: {
    'type!': IS('TextualBody'), 'value!': FILLED, 'format!': FORMAT, language: LANGUAGE,
    textDirection: IS('ltr', 'rtl', 'auto'), purpose: IS(...MOTIVATIONS),
  },
  // §4
  SpecificResource: {
    type: IS('SpecificResource'), 'source!': IRI, selector: SOME(A(...SELECTORS)), purpose: IS(...MOTIVATIONS),
    state: SOME(A('TimeState')),
  },
  // §4.3.1; what schema.org says of a file is not of the model, but its context knows the prefix.
  TimeState: {
    'type!': IS('TimeState'), sourceDate: MOMENT, sourceDateStart: MOMENT, sourceDateEnd: MOMENT, cached: SOME(IRI),
    'schema:encodingFormat': FORMAT, 'schema:sha256': (value) => /^[0-9a-f]{64}$/.test(value),
  },
  // §3.3.2
  Agent: { id: IRI, type: IS('Person', 'Organization', 'Software'), 'name!': FILLED, homepage: IRI },
  // §4.2.1, §4.2.4, §4.2.5, §4.2.9
  FragmentSelector: {
    'type!': IS('FragmentSelector'), 'value!': FILLED, conformsTo: IS(FRAGMENTS), refinedBy: SOME(A(...SELECTORS)),
  },
  TextQuoteSelector: { 'type!': IS('TextQuoteSelector'), 'exact!': FILLED, prefix: TEXT, suffix: TEXT },
  TextPositionSelector: { 'type!': IS('TextPositionSelector'), 'start!': COUNT, 'end!': COUNT },
};

/** Checks a value by a rule: a test, a kind of object, or several of either. */
function obeys(rule, value, at, wrong) {
  const shown = () => JSON.stringify(value)?.slice(0, 100);
  if (typeof rule === 'function') return rule(value) || wrong(`${at} cannot be this`, shown());
  if (rule.of) {
    const empty = Array.isArray(value) && value.length === 0;
    if ((rule.listed && !Array.isArray(value)) || empty) return wrong(`${at} must be a list of one or more`, shown());
    return list(value).forEach((one) => obeys(rule.of, one, at, wrong));
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return wrong(`${at} must be an object`, shown());
  }
  const [kind] = value.type === undefined && rule.kinds.includes('SpecificResource') ? ['SpecificResource']
    : rule.kinds.length === 1 ? rule.kinds : rule.kinds.filter((name) => name === value.type);
  if (!kind) return wrong(`${at} has a type that it cannot have`, value.type);
  const members = KINDS[kind];
  for (const [key, one] of Object.entries(value)) {
    const own = members[key] ?? members[`${key}!`];
    if (own) obeys(own, one, `${key} of ${kind}`, wrong);
    else wrong(`${kind} has no member "${key}"`, shown());
  }
  for (const key of Object.keys(members).filter((name) => name.endsWith('!'))) {
    if (!(key.slice(0, -1) in value)) wrong(`${kind} without "${key.slice(0, -1)}"`, shown());
  }
  return undefined;
}

await check((site, fault) => {
  const count = { pages: 0, notes: 0, excerpts: 0, 'quoted parts': 0 };
  const owned = new Set();

  for (const page of articles(site)) {
    const name = page.replace(/index\.html$/, FILE);
    const ids = site.elements(page)
      .filter((one) => attr(one, 'role') === 'doc-footnote' || (one.tagName === 'figure' && hasClass(one, 'excerpt')))
      .map((one) => attr(one, 'id'));
    const links = site.elements(page).filter((one) => one.tagName === 'link' && attr(one, 'href')?.endsWith(FILE));
    const found = links.map((link) => site.find(new URL(attr(link, 'href'), site.address(page))).file);
    if (found.join() !== (site.has(name) ? name : '')) fault(page, `its head links to annotations in "${found}"`);
    if (!site.has(name)) {
      if (ids.length > 0) fault(page, `notes or excerpts, but no ${FILE}`);
      continue;
    }
    owned.add(name);
    count.pages += 1;
    const data = json(site, name, fault);
    if (data === undefined) continue;
    const wrong = (what, detail) => fault(name, what, detail);
    obeys(A('AnnotationPage'), data, 'the file', wrong);

    const items = list(data.items);
    const home = site.address(page).href;
    if (data.id !== site.address(name).href) wrong(`its id is ${data.id}`);
    if (data.startIndex !== 0 || data.next || data.prev) wrong('it is not the only page of its collection');
    if (data.partOf?.total !== items.length) wrong(`total is ${data.partOf?.total} for ${items.length} items`);
    if (data.partOf?.id === data.id) wrong('page and collection have one id');
    const expected = ids.map((id) => `${home}#${id}`).sort().join('\n');
    if (items.map((item) => item.id).sort().join('\n') !== expected) {
      wrong('not one annotation for each note and excerpt');
    }
    for (const item of items) annotation(name, page, home, item);
  }
  for (const name of site.all) {
    if (name.endsWith(FILE) && !owned.has(name)) fault(name, 'no article has it');
  }
  return count;

  function annotation(name, page, home, item) {
    const wrong = (what, detail) => fault(name, what, `${item.id}: ${detail ?? ''}`);
    const id = item.id?.split('#')[1];
    const element = byId(site, page, id);
    if (!element) return wrong('its id is not in the page');
    for (const target of list(item.target)) {
      if (target.source !== home) wrong('its target is not in the article', target.source);
      const fragments = list(target.selector).filter((one) => one.type === 'FragmentSelector');
      if (fragments.length === 0) wrong('no FragmentSelector');
      for (const one of fragments) {
        if (!byId(site, page, one.value)) wrong('it selects what is not in the page', one.value);
      }
    }
    return hasClass(element, 'note') ? note(page, element, item, wrong) : excerpt(page, element, item, wrong);
  }

  /** The body of a note is its text, in HTML that can stand anywhere. */
  function note(page, element, item, wrong) {
    count.notes += 1;
    const [body, ...more] = list(item.body);
    if (body?.type !== 'TextualBody' || body.format !== 'text/html' || more.length > 0) {
      return wrong('not a body of HTML');
    }
    const document = site.elements(page).find((one) => one.tagName === 'html');
    const entry = site.elements(page).find((one) => hasClass(one, 'h-entry'));
    const language = attr(entry, 'lang') ?? attr(document, 'lang');
    if (body.language !== language) wrong('not the language of the article', body.language);
    const tree = parseFragment(String(body.value));
    for (const address of elements(tree).flatMap(addresses)) {
      if (!URL.canParse(address)) wrong('a link that is not complete', address);
      else if (site.broken(new URL(address))) wrong(site.broken(new URL(address)), address);
    }
    const apart = (one) => hasClass(one, 'note-number') || hasClass(one, 'note-back');
    if (folded(tree) !== folded(element, apart)) {
      wrong('not the text of the note', `${folded(tree)} / ${folded(element, apart)}`);
    }
    return undefined;
  }

  /** The bodies of an excerpt are its verbatim parts, each in the source, or say what the source is. */
  function excerpt(page, element, item, wrong) {
    count.excerpts += 1;
    const quote = elements(element).find((one) => one.tagName === 'blockquote');
    const words = folded(quote, isAside);
    let from = 0;
    for (const body of list(item.body)) {
      const cite = attr(quote, 'cite') && new URL(attr(quote, 'cite'), site.address(page)).href;
      if (body.type === 'TextualBody') {
        if (cite) wrong('it does not name the address of its source', cite);
        continue;
      }
      if (!IRI(body.source) || new URL(body.source).href !== cite) {
        wrong('not the source that it cites', `${body.source} / ${cite}`);
      }
      for (const { exact = '' } of list(body.selector)) {
        const at = words.indexOf(fold(exact), from);
        if (at < 0) wrong('words that the excerpt does not have, or not there', exact);
        from = at < 0 ? from : at + fold(exact).length;
        count['quoted parts'] += 1;
      }
    }
  }
});
