// Links: every address inside the site leads to a file, every fragment to an id, and every page is linked to.
// Other sites are not asked.

import { attr, check, cssAddresses, srcset, words } from './site.mjs';

const ADDRESSES = new Map(Object.entries({
  a: ['href'], area: ['href'], audio: ['src'], blockquote: ['cite'], button: ['formaction'], del: ['cite'],
  embed: ['src'], form: ['action'], iframe: ['src'], image: ['href', 'xlink:href'], img: ['src'],
  input: ['src', 'formaction'], ins: ['cite'], link: ['href'], object: ['data'], q: ['cite'], script: ['src'],
  source: ['src'], track: ['src'], use: ['href', 'xlink:href'], video: ['src', 'poster'],
}));

/** The addresses that an element names. */
function addresses(element) {
  const named = (ADDRESSES.get(element.tagName) ?? []).map((name) => attr(element, name));
  for (const name of ['srcset', 'imagesrcset']) {
    if (attr(element, name)) named.push(...srcset(attr(element, name)));
  }
  if (element.tagName === 'meta') {
    if (attr(element, 'http-equiv')?.toLowerCase() === 'refresh') {
      named.push(/url\s*=\s*['"]?([^'"]+)/i.exec(attr(element, 'content'))?.[1]);
    }
    if (/^(og|twitter):(url|image|audio|video)$/.test(attr(element, 'property') ?? attr(element, 'name') ?? '')) {
      named.push(attr(element, 'content'));
    }
  }
  return named.filter((address) => address !== undefined);
}

await check((site, fault) => {
  const pages = site.files('.html');
  const linked = new Map(pages.map((page) => [page, new Set()]));
  const ids = new Map();
  let count = 0;

  const follow = (from, address) => {
    let url;
    try {
      url = new URL(address, site.address(from));
    } catch {
      return fault(from, `not an address: ${address}`);
    }
    if (!/^https?:$/.test(url.protocol) || !site.owns(url)) return undefined;
    count += 1;
    const { file, moved } = site.find(url);
    if (!file) return fault(from, `${moved ? 'link without its last slash' : 'broken link'}: ${address}`);
    const fragment = url.hash.slice(1).split(':~:')[0];
    if (fragment && file.endsWith('.html')) {
      if (!ids.has(file)) {
        ids.set(file, new Set(site.elements(file).flatMap((one) => [attr(one, 'id'), one.tagName === 'a' && attr(one, 'name')])));
      }
      const known = ids.get(file);
      if (!known.has(fragment) && !known.has(decodeURIComponent(fragment)) && fragment !== 'top') {
        fault(from, `broken fragment: ${address}`);
      }
    }
    return file;
  };

  for (const page of pages) {
    for (const element of site.elements(page)) {
      for (const address of addresses(element)) {
        const file = follow(page, address);
        const leads = ['a', 'area', 'meta'].includes(element.tagName);
        if (leads && file !== page && linked.has(file)) linked.get(page).add(file);
        if (words(element, 'rel').includes('canonical') && attr(element, 'href') !== new URL(address, site.base).href) {
          fault(page, `canonical address is not absolute: ${address}`);
        }
      }
    }
  }
  for (const file of site.all.filter((name) => name.endsWith('.css'))) {
    for (const address of cssAddresses(site.read(file))) follow(file, address);
  }

  const redirects = pages.filter((page) =>
    site.elements(page).some((one) => attr(one, 'http-equiv')?.toLowerCase() === 'refresh'));
  const reached = new Set(['index.html']);
  for (const page of reached) for (const next of linked.get(page) ?? []) reached.add(next);
  for (const page of pages) {
    if (!reached.has(page) && page !== '404.html' && !redirects.includes(page)) {
      fault(page, 'no chain of links leads here from the front page');
    }
  }
  return `${count} links on ${pages.length} pages`;
});
