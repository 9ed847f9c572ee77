// Feeds: Atom by RFC 4287, RSS 2.0 and JSON Feed 1.1. Each names itself, each entry has an id of its own, all
// addresses are absolute, and those inside the site lead somewhere. Entries name the sources of their articles. The
// feeds of corrections have those of the page of corrections.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseFragment } from 'parse5';
import { addresses, attr, check, elements } from './site.mjs';
import { all, byId, fold, folded } from './tree.mjs';

const ATOM = 'http://www.w3.org/2005/Atom';
const CONTENT = 'http://purl.org/rss/1.0/modules/content/';

/** Checks XML files against a grammar of this folder; one run of jing for all. */
function validate(site, fault, grammar, names) {
  const schema = fileURLToPath(new URL(grammar, import.meta.url));
  const { status, stdout, stderr, error } = spawnSync('jing', ['-c', schema, ...names.map((name) => site.path(name))], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (error) throw error;
  const lines = stdout.split('\n').filter((line) => /: (error|fatal|warning): /.test(line));
  for (const line of lines) {
    const [, file, what] = /^(.*?:\d+:\d+): (.*)$/.exec(line.replace(`${site.dir}/`, '')) ?? [null, grammar, line];
    fault(file, what);
  }
  if (status !== 0 && lines.length === 0) throw new Error(`jing failed: ${stdout}${stderr}`);
}

/** The children of an XML element with this name. */
function children(parent, name, namespace = parent.namespaceURI) {
  return Array.from(parent.childNodes).filter((one) => one.localName === name && one.namespaceURI === namespace);
}

function text(parent, name, namespace) {
  return children(parent, name, namespace)[0]?.textContent;
}

/** The feeds of corrections, which are no articles. */
const CORRECTIONS = 'corrections/';

/** The addresses of the sources of the article that an entry is about; in the feed of an outlet, of those by it. */
function sources(site, name, id, feedTitle) {
  const page = URL.canParse(id) ? site.find(new URL(id)).file : undefined;
  const file = page?.replace(/index\.html$/, 'citations.json');
  if (name.startsWith(CORRECTIONS) || !file || !site.has(file)) return [];
  const isListed = (item) => !name.startsWith('outlets/') || feedTitle.endsWith(`: ${item['container-title']}`);
  return JSON.parse(site.read(file)).filter(isListed).map((item) => item.URL).filter(Boolean);
}

/** The ids of an Atom feed's entries. */
function atom(site, name, fault, address, html) {
  const feed = site.xml(name, fault)?.documentElement;
  if (!feed) return [];
  const links = (of, rel) => children(of, 'link').filter((link) => (link.getAttribute('rel') ?? 'alternate') === rel);
  const self = links(feed, 'self').map((link) => link.getAttribute('href'));
  if (self.join() !== site.address(name).href) fault(name, `the self link is "${self}"`);
  const entries = children(feed, 'entry');
  for (const of of [feed, ...entries]) {
    const where = of === feed ? name : `${name} ${text(of, 'id')}`;
    const alternates = links(of, 'alternate')
      .map((link) => `${link.getAttribute('type')} ${link.getAttribute('hreflang')}`);
    if (new Set(alternates).size < alternates.length) fault(where, 'two alternate links of one type and language');
    for (const link of children(of, 'link')) address(where, link.getAttribute('href'));
    for (const person of [...children(of, 'author'), ...children(of, 'contributor')]) {
      if (!text(person, 'name')?.trim()) fault(where, 'a person without a name');
    }
    for (const kind of ['title', 'subtitle', 'summary', 'content', 'rights']) {
      for (const one of children(of, kind)) if (one.getAttribute('type') === 'html') html(where, one.textContent);
    }
    if (of === feed) continue;
    const via = links(of, 'via').map((link) => link.getAttribute('href'));
    const expected = sources(site, name, text(of, 'id'), text(feed, 'title'));
    if (via.join(' ') !== expected.join(' ')) fault(where, 'its via links are not its sources', `${via} / ${expected}`);
    const author = [of, feed, ...children(of, 'source')].some((one) => children(one, 'author').length > 0);
    if (!author) fault(where, 'neither the entry nor the feed has an author');
    const [content] = children(of, 'content');
    if (!content && alternates.length === 0) fault(where, 'neither content nor an alternate link');
    if (content?.getAttribute('src') && !text(of, 'summary')) fault(where, 'content elsewhere, and no summary');
    if (text(of, 'published') && Date.parse(text(of, 'updated')) < Date.parse(text(of, 'published'))) {
      fault(where, 'updated before it was published');
    }
  }
  const ids = entries.map((entry) => text(entry, 'id'));
  if (ids.includes(text(feed, 'id'))) fault(name, 'an entry has the id of the feed');
  return ids;
}

/** The ids of an RSS feed's items. */
function rss(site, name, fault, address, html) {
  const channel = children(site.xml(name, fault)?.documentElement ?? { childNodes: [] }, 'channel', null)[0];
  if (!channel) return [];
  const self = children(channel, 'link', ATOM).filter((link) => link.getAttribute('rel') === 'self');
  const hrefs = self.map((link) => link.getAttribute('href'));
  if (hrefs.join() !== site.address(name).href) fault(name, `the self link is "${hrefs}"`);
  address(name, text(channel, 'link'));
  const items = children(channel, 'item');
  for (const of of [channel, ...items]) {
    const where = of === channel ? name : `${name} ${text(of, 'guid')}`;
    for (const date of [...children(of, 'pubDate'), ...children(of, 'lastBuildDate')].map((one) => one.textContent)) {
      const weekday = /^\w{3}(?=,)/.exec(date)?.[0];
      const day = new Date(`${date.replace(/^\w{3}, /, '').split(' ').slice(0, 3).join(' ')} 00:00 UTC`);
      const real = day.getUTCDate() === Number(/\d+/.exec(date)?.[0]);
      if (!real || (weekday && !day.toUTCString().startsWith(weekday))) fault(where, `no such day: ${date}`);
    }
    if (of === channel) continue;
    if (children(of, 'link').length > 0) address(where, text(of, 'link'));
    const [guid] = children(of, 'guid');
    if (!guid) fault(where, 'an item without a guid');
    else if (guid.getAttribute('isPermaLink') !== 'false') address(where, guid.textContent);
    html(where, text(of, 'description') ?? '');
    html(where, text(of, 'encoded', CONTENT) ?? '');
  }
  return items.map((item) => text(item, 'guid'));
}

const STRING = (value) => typeof value === 'string';
const BOOLEAN = (value) => typeof value === 'boolean';
const NUMBER = (value) => typeof value === 'number' && value >= 0;
const FILLED = (value) => STRING(value) && value.trim() !== '';
const ADDRESS = (value) => STRING(value) && URL.canParse(value);
const LANGUAGE = (value) => STRING(value) && /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/.test(value);
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const DATE = (value) => STRING(value) && MOMENT.test(value) && !Number.isNaN(Date.parse(value));
const TYPE = (value) => STRING(value) && /.\/./.test(value);
const LIST = (of) => (value) => Array.isArray(value) && value.every(of);

const AUTHOR = { name: FILLED, url: ADDRESS, avatar: ADDRESS };
const HUB = { type: FILLED, url: ADDRESS };
const ATTACHMENT = { url: ADDRESS, mime_type: TYPE, title: STRING, size_in_bytes: NUMBER, duration_in_seconds: NUMBER };
const FEED = {
  version: (value) => value === 'https://jsonfeed.org/version/1.1', title: FILLED, home_page_url: ADDRESS,
  feed_url: ADDRESS, description: STRING, user_comment: STRING, next_url: ADDRESS, icon: ADDRESS, favicon: ADDRESS,
  authors: Array.isArray, language: LANGUAGE, expired: BOOLEAN, hubs: Array.isArray, items: Array.isArray,
};
const ITEM = {
  id: FILLED, url: ADDRESS, external_url: ADDRESS, title: STRING, content_html: STRING, content_text: STRING,
  summary: STRING, image: ADDRESS, banner_image: ADDRESS, date_published: DATE, date_modified: DATE,
  authors: Array.isArray, tags: LIST(FILLED), language: LANGUAGE, attachments: Array.isArray,
};

/** The ids of a JSON feed's items. */
function json(site, name, fault, address, html) {
  const members = (where, value, known, required = []) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return fault(where, 'not an object');
    for (const [key, one] of Object.entries(value)) {
      if (key.startsWith('_')) continue;
      if (!known[key]) fault(where, `JSON Feed 1.1 has no member "${key}"`);
      else if (!known[key](one)) fault(where, `"${key}" cannot be ${JSON.stringify(one).slice(0, 100)}`);
    }
    for (const key of required) if (!(key in value)) fault(where, `"${key}" is missing`);
    return undefined;
  };
  const list = (value) => (Array.isArray(value) ? value : []);
  let feed;
  try {
    feed = JSON.parse(site.read(name));
  } catch (error) {
    fault(name, error.message);
    return [];
  }
  members(name, feed, FEED, ['version', 'title', 'items']);
  if (feed.feed_url !== site.address(name).href) fault(name, `feed_url is ${feed.feed_url}`);
  for (const hub of list(feed.hubs)) members(name, hub, HUB, ['type', 'url']);
  for (const key of ['home_page_url', 'icon', 'favicon', 'next_url']) if (feed[key]) address(name, feed[key]);
  for (const item of list(feed.items)) {
    const where = `${name} ${item.id}`;
    members(where, item, ITEM, ['id']);
    const [lead] = sources(site, name, item.id, feed.title);
    if (item.external_url !== lead) {
      fault(where, 'external_url is not its first source', `${item.external_url} / ${lead}`);
    }
    if (!('content_html' in item) && !('content_text' in item)) fault(where, 'neither content_html nor content_text');
    for (const one of list(item.attachments)) members(where, one, ATTACHMENT, ['url', 'mime_type']);
    for (const key of ['url', 'image', 'banner_image']) if (item[key]) address(where, item[key]);
    html(where, item.content_html ?? '');
  }
  for (const author of [feed, ...list(feed.items)].flatMap((of) => list(of.authors))) {
    members(name, author, AUTHOR);
    if (!author.name && !author.url && !author.avatar) fault(name, 'an author without name, url and avatar');
  }
  return list(feed.items).map((item) => item.id);
}

const KINDS = { atom, rss, json };

/** The summaries of a feed's entries as texts. A description in RSS is HTML. */
const SUMMARIES = {
  atom: (site, name, fault) => children(site.xml(name, fault).documentElement, 'entry')
    .map((one) => text(one, 'summary')),
  rss: (site, name, fault) => Array.from(site.xml(name, fault).getElementsByTagName('item'))
    .map((one) => folded(parseFragment(text(one, 'description') ?? ''))),
  json: (site, name) => JSON.parse(site.read(name)).items.map((item) => item.summary),
};

/** A feed has at least so many entries, if there are so many. */
const LIMIT = 20;

/** The page of corrections: each is one of its article's, and the feeds have the dated ones. */
function corrections(site, fault, entries, texts) {
  const page = `${CORRECTIONS}index.html`;
  const listed = (site.has(page) ? site.elements(page) : [])
    .filter((one) => one.tagName === 'ol' && attr(one, 'class') === 'log').flatMap((one) => all(one, 'li'));
  const dated = [];
  for (const item of listed) {
    const url = new URL(attr(all(item, 'a')[0], 'href'), site.address(page));
    const { file } = site.find(url);
    const own = file && byId(site, file, url.hash.slice(1));
    const [time] = all(item, 'time');
    const said = all(item, 'p').slice(1).map((one) => folded(one)).join();
    if (!own || folded(own, (one) => one.tagName === 'time') !== said) {
      fault(page, 'not a correction of its article', url.href);
    }
    if (time) dated.push({ id: url.href, said, day: attr(time, 'datetime') });
  }
  const days = dated.map(({ day }) => day.slice(0, 10));
  if ([...days].sort().reverse().join() !== days.join()) fault(page, 'not the newest first', days.join(', '));
  const owned = site.files('.html').filter((name) => name !== page)
    .flatMap((name) => site.elements(name)).filter((one) => /^correction-\d+$/.test(attr(one, 'id') ?? ''));
  if (owned.length !== listed.length) {
    fault(page, `lists ${listed.length} corrections, and the articles have ${owned.length}`);
  }
  for (const kind of Object.keys(KINDS)) {
    const name = `${CORRECTIONS}feed.${kind}`;
    const ids = entries.get(name);
    if (!ids) {
      // Sections have one format unless a site asks for more.
      if (kind === 'atom') fault(name, 'missing');
      continue;
    }
    const expected = dated.slice(0, Math.max(ids.length, LIMIT));
    if (ids.join(' ') !== expected.map(({ id }) => id).join(' ')) {
      fault(name, 'not the dated corrections of the page', `${ids} / ${expected.map(({ id }) => id)}`);
    }
    const said = expected.map((one) => one.said).join('\n');
    if (kind === 'atom' && texts.get(`${CORRECTIONS}feed.`) !== said) fault(name, 'not the texts of the page', said);
  }
  return dated.length;
}

await check((site, fault) => {
  const address = (where, value) => {
    if (!value || !URL.canParse(value)) return fault(where, `not an absolute address: ${value}`);
    const broken = site.broken(new URL(value));
    return broken && fault(where, `${broken}: ${value}`);
  };
  const html = (where, content) => {
    for (const one of elements(parseFragment(content)).flatMap(addresses)) address(where, one);
  };

  const feeds = site.all.filter((name) => /(^|\/)feed\.(atom|rss|json)$/.test(name));
  const entries = new Map();
  const texts = new Map();
  const found = new Map();
  for (const kind of Object.keys(KINDS)) {
    const names = feeds.filter((name) => name.endsWith(kind));
    if (!names.includes(`feed.${kind}`)) fault(`feed.${kind}`, 'missing');
    if (kind !== 'json') validate(site, fault, `${kind}.rnc`, names);
    for (const name of names) {
      const ids = KINDS[kind](site, name, fault, address, html);
      if (new Set(ids).size < ids.length) fault(name, 'two entries with one id');
      found.set(name, ids);
      const folder = name.slice(0, -kind.length);
      const same = entries.get(folder) ?? ids;
      entries.set(folder, same);
      if (same.join(' ') !== ids.join(' ')) fault(name, 'not the entries of the other formats, in their order');
      const said = ids.length === 0 ? [] : SUMMARIES[kind](site, name, fault);
      const summaries = said.map((one) => fold(one ?? '')).join('\n');
      const first = texts.get(folder) ?? summaries;
      texts.set(folder, first);
      if (first !== summaries) fault(name, 'not the summaries of the other formats', `${summaries} / ${first}`);
    }
  }
  return { feeds: feeds.length, 'dated corrections': corrections(site, fault, found, texts) };
});
