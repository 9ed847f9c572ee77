// What every check shares: the finished site as a static host sees it, and the list of its faults.

import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { DOMParser } from '@xmldom/xmldom';
import { parse } from 'parse5';

/** What the site must be able to live under: no inline script or style, nothing from other hosts. */
export const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
  + "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/** The one file that needs more: the program that reads the search index. A worker has a policy of its own. */
const WORKER = 'search/pagefind/pagefind-worker.js';
const WORKER_POLICY = "default-src 'none'; script-src 'wasm-unsafe-eval'; connect-src 'self'";

const TYPES = {
  '.atom': 'application/atom+xml',
  '.css': 'text/css',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.rss': 'application/rss+xml',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
};

/** The files of a folder, seen from the address that they were built for. */
export class Site {
  #pages = new Map();
  #ids = new Map();

  constructor(dir, base) {
    this.dir = resolve(dir);
    this.base = new URL(base.endsWith('/') ? base : `${base}/`);
    this.all = readdirSync(this.dir, { recursive: true })
      .map(String)
      .filter((name) => statSync(join(this.dir, name)).isFile())
      .map((name) => name.split(sep).join('/'))
      .sort();
  }

  /** The files whose names end so; with nothing to check, a check would pass in vain. */
  files(ending) {
    const found = this.all.filter((name) => name.endsWith(ending));
    if (found.length === 0) throw new Error(`no *${ending} in ${this.dir}`);
    return found;
  }

  has(name) {
    return existsSync(join(this.dir, name));
  }

  path(name) {
    return join(this.dir, name);
  }

  read(name) {
    return readFileSync(this.path(name), 'utf8');
  }

  /** In bytes. */
  size(name) {
    return statSync(this.path(name)).size;
  }

  /** The elements of an HTML file, in order. */
  elements(name) {
    if (!this.#pages.has(name)) this.#pages.set(name, elements(parse(this.read(name))));
    return this.#pages.get(name);
  }

  /** An XML file, or its fault. */
  xml(name, fault) {
    try {
      return new DOMParser({ onError: (level, message) => { throw new Error(message); } })
        .parseFromString(this.read(name), 'text/xml');
    } catch (error) {
      return fault(name, `not well-formed: ${error.message.split('\n')[0]}`);
    }
  }

  /** The address of a file. */
  address(name) {
    const path = name.split('/').map(encodeURIComponent).join('/');
    return new URL(path.replace(/(^|\/)index\.html$/, '$1'), this.base);
  }

  /** Whether an address belongs to the site's host. */
  owns(url) {
    return url.origin === this.base.origin;
  }

  /** What a static host answers: a file, a redirect to the address with a slash, or nothing. */
  find(url) {
    if (!this.owns(url) || !url.pathname.startsWith(this.base.pathname)) return {};
    const path = decoded(url.pathname.slice(this.base.pathname.length));
    if (path === undefined) return {};
    if (path === '' || path.endsWith('/')) {
      return this.all.includes(`${path}index.html`) ? { file: `${path}index.html` } : {};
    }
    if (this.all.includes(path)) return { file: path };
    if (this.all.includes(`${path}/index.html`)) return { moved: `${url.pathname}/` };
    return {};
  }

  /** What is wrong with an address, if it belongs to the site. */
  broken(url) {
    if (!this.owns(url)) return undefined;
    const { file, moved } = this.find(url);
    if (moved) return 'link without its last slash';
    if (!file) return 'broken link';
    const fragment = url.hash.slice(1).split(':~:')[0];
    if (!fragment || fragment === 'top' || !file.endsWith('.html')) return undefined;
    const ids = this.#ids.get(file) ?? new Set(this.elements(file).map((one) => attr(one, 'id')));
    this.#ids.set(file, ids);
    return ids.has(fragment) || ids.has(decoded(fragment)) ? undefined : 'broken fragment';
  }

  /** Serves the site at its base path, under POLICY; what is not there gets 404.html. */
  async serve() {
    const server = createServer((request, response) => {
      const url = new URL(request.url, this.base.origin);
      const { file, moved } = this.find(url);
      if (moved) return response.writeHead(301, { location: moved }).end();
      const inside = url.pathname.startsWith(this.base.pathname);
      const shown = file ?? (inside && this.has('404.html') ? '404.html' : undefined);
      if (!shown) return response.writeHead(404, { 'content-type': 'text/plain' }).end('Nothing here');
      const type = TYPES[extname(shown)] ?? 'application/octet-stream';
      const policy = shown === WORKER ? WORKER_POLICY : POLICY;
      response.writeHead(file ? 200 : 404, { 'content-type': type, 'content-security-policy': policy });
      response.end(readFileSync(this.path(shown)));
    });
    const local = this.base.hostname === '127.0.0.1';
    await new Promise((done, failed) => {
      server.once('error', failed).listen(local ? Number(this.base.port) : 0, '127.0.0.1', done);
    });
    return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
  }
}

/** Every element under a node of parse5, those inside templates too. */
export function elements(node) {
  const found = [];
  const walk = (node) => {
    if (node.tagName) found.push(node);
    for (const child of node.childNodes ?? []) walk(child);
    if (node.content) walk(node.content);
  };
  walk(node);
  return found;
}

/** Text without its percent-encoding, where that can be undone. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The value of an attribute. */
export function attr(element, name) {
  return element.attrs.find((one) => one.name === name)?.value;
}

/** The words of a space-separated attribute. */
export function words(element, name) {
  return (attr(element, name) ?? '').toLowerCase().split(/\s+/).filter(Boolean);
}

const ADDRESSES = new Map(Object.entries({
  a: ['href'], area: ['href'], audio: ['src'], blockquote: ['cite'], button: ['formaction'], del: ['cite'],
  embed: ['src'], form: ['action'], iframe: ['src'], image: ['href', 'xlink:href'], img: ['src'],
  input: ['src', 'formaction'], ins: ['cite'], link: ['href'], object: ['data'], q: ['cite'], script: ['src'],
  source: ['src'], track: ['src'], use: ['href', 'xlink:href'], video: ['src', 'poster'],
}));

/** Every address that an element names. */
export function addresses(element) {
  const named = (ADDRESSES.get(element.tagName) ?? []).map((name) => attr(element, name));
  for (const name of ['srcset', 'imagesrcset']) named.push(...srcset(attr(element, name) ?? ''));
  if (element.tagName === 'meta') {
    if (refreshes(element)) named.push(/url\s*=\s*['"]?([^'"]+)/i.exec(attr(element, 'content'))?.[1]);
    if (/^(og|twitter):(url|image|audio|video)$/.test(attr(element, 'property') ?? attr(element, 'name') ?? '')) {
      named.push(attr(element, 'content'));
    }
  }
  return named.filter((address) => address !== undefined);
}

/** Whether an element sends the reader to another page. */
export function refreshes(element) {
  return element.tagName === 'meta' && attr(element, 'http-equiv')?.toLowerCase() === 'refresh';
}

/** The addresses that a piece of CSS loads. */
export function cssAddresses(css) {
  const bare = css.replace(/\/\*[\s\S]*?\*\//g, '');
  const urls = bare.matchAll(/url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)/gi);
  const imports = bare.matchAll(/@import\s+(?:"([^"]*)"|'([^']*)')/gi);
  return [...urls, ...imports].map((found) => found.slice(1).find((part) => part !== undefined));
}

/** The addresses of a `srcset`. */
export function srcset(value) {
  return value.split(/,\s+|,$/).map((part) => part.trim().split(/\s+/)[0]).filter(Boolean);
}

const EXAMPLES = 3;

/** The first few of a list. */
function some(list) {
  return list.slice(0, EXAMPLES).join(', ') + (list.length > EXAMPLES ? `, … (${list.length} in all)` : '');
}

/** Says how many of what were checked; with `--rich`, of a site that has some of all, none of something is a fault. */
function summary(done, fault, options) {
  if (typeof done === 'string') return done;
  for (const [what, count] of Object.entries(done)) {
    if (options.includes('--rich') && !count) fault('the site', `no ${what} to check`);
  }
  return Object.entries(done).map(([what, count]) => `${count} ${what}`).join(', ');
}

/**
 * Runs one check, `node check/NAME.mjs DIR BASE_URL`, and leaves with status 1 if it reported a fault. The same fault
 * in many places is one fault, shown with a few of its places and details.
 */
export async function check(run) {
  const [dir, base, ...options] = process.argv.slice(2);
  if (!dir || !base) {
    console.error(`usage: node ${process.argv[1]} DIR BASE_URL`);
    process.exit(2);
  }
  const faults = new Map();
  const fault = (where, what, detail) => {
    if (!faults.has(what)) faults.set(what, { places: new Set(), details: new Set() });
    const { places, details } = faults.get(what);
    places.add(where);
    if (detail) details.add(detail);
  };
  const done = summary(await run(new Site(dir, base), fault, options), fault, options);
  for (const [what, { places, details }] of faults) {
    console.log(`fault: ${what}\n  at ${some([...places])}`);
    for (const detail of [...details].slice(0, EXAMPLES)) console.log(`  ${detail}`);
    if (details.size > EXAMPLES) console.log(`  … (${details.size} in all)`);
  }
  console.log(faults.size === 0 ? `clean: ${done}` : `${faults.size} faults in ${done}`);
  process.exitCode = faults.size === 0 ? 0 : 1;
}
