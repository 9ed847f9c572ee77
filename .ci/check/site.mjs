// What every check shares: the finished site as a static host sees it, and the list of its faults.

import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, relative, resolve, sep } from 'node:path';
import { parse } from 'parse5';

/** What the site must be able to live under: no inline script or style, nothing from other hosts. */
export const POLICY = "default-src 'none'; style-src 'self'; img-src 'self'";

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
  '.webp': 'image/webp',
  '.xml': 'application/xml',
};

/** The files of a folder, seen from the address that they were built for. */
export class Site {
  #pages = new Map();

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

  /** The elements of an HTML file, in order. */
  elements(name) {
    if (!this.#pages.has(name)) this.#pages.set(name, elements(parse(this.read(name))));
    return this.#pages.get(name);
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
    let path;
    try {
      path = decodeURIComponent(url.pathname.slice(this.base.pathname.length));
    } catch {
      return {};
    }
    if (path === '' || path.endsWith('/')) {
      return this.all.includes(`${path}index.html`) ? { file: `${path}index.html` } : {};
    }
    if (this.all.includes(path)) return { file: path };
    if (this.all.includes(`${path}/index.html`)) return { moved: `${url.pathname}/` };
    return {};
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
      response.writeHead(file ? 200 : 404, { 'content-type': type, 'content-security-policy': POLICY });
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

/** The value of an attribute. */
export function attr(element, name) {
  return element.attrs.find((one) => one.name === name)?.value;
}

/** The words of a space-separated attribute. */
export function words(element, name) {
  return (attr(element, name) ?? '').toLowerCase().split(/\s+/).filter(Boolean);
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

/**
 * Runs one check, `node check/NAME.mjs DIR BASE`, and leaves with status 1 if it reported a fault. The same fault
 * on many files is one fault.
 */
export async function check(run) {
  const [dir, base, ...rest] = process.argv.slice(2);
  if (!dir || !base) {
    console.error(`usage: node ${relative('.', process.argv[1])} DIR BASE_URL`);
    process.exit(2);
  }
  const faults = new Map();
  const fault = (where, what) => {
    if (!faults.has(what)) faults.set(what, new Set());
    faults.get(what).add(where);
  };
  const done = await run(new Site(dir, base), fault, rest);
  for (const [what, where] of faults) {
    const [first, ...others] = where;
    const more = others.length > 0 ? ` (and ${others.length} more: ${others.slice(0, 3).join(', ')}${others.length > 3 ? ', …' : ''})` : '';
    console.log(`fault: ${first}: ${what}${more}`);
  }
  console.log(faults.size === 0 ? `clean: ${done}` : `${faults.size} different faults in ${done}`);
  process.exitCode = faults.size === 0 ? 0 : 1;
}
