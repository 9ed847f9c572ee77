// Strictness: nothing inline and nothing from other hosts, so that the policy in site.mjs holds on any host.

import { parse } from 'parse5';
import { attr, check, cssAddresses, elements, srcset, words } from './site.mjs';

/** Scripts of these types are data: they never run, and no policy blocks them. */
const DATA = ['application/json', 'application/ld+json'];
const LOADING = ['stylesheet', 'icon', 'apple-touch-icon', 'mask-icon', 'manifest', 'preload', 'modulepreload',
  'prefetch', 'prerender', 'preconnect', 'dns-prefetch'];
const SOURCES = new Map(Object.entries({
  audio: ['src'], embed: ['src'], feimage: ['href', 'xlink:href'], frame: ['src'], iframe: ['src'],
  image: ['href', 'xlink:href'], img: ['src'], input: ['src'], object: ['data'], script: ['src', 'href', 'xlink:href'],
  source: ['src'], track: ['src'], use: ['href', 'xlink:href'], video: ['src', 'poster'],
}));

await check((site, fault) => {
  const documents = site.all.filter((name) => /\.(html|svg)$/.test(name));
  const own = (from, address, what) => {
    const url = new URL(address, site.address(from));
    if (!site.owns(url)) fault(from, `${what} from elsewhere: ${address.slice(0, 100)}`);
  };

  for (const name of documents) {
    const all = name.endsWith('.html') ? site.elements(name) : elements(parse(site.read(name)));
    for (const element of all) {
      const tag = element.tagName.toLowerCase();
      if (tag === 'style') fault(name, 'inline <style>');
      if (tag === 'base') fault(name, '<base> changes what relative links mean');
      if (tag === 'script' && attr(element, 'src') === undefined && !DATA.includes(attr(element, 'type'))) {
        fault(name, 'inline <script>');
      }
      for (const { name: key, value } of element.attrs) {
        if (key === 'style') fault(name, `inline style on <${tag}>: ${value}`);
        if (key.startsWith('on')) fault(name, `inline handler ${key} on <${tag}>`);
        if (key === 'ping') fault(name, `ping on <${tag}>`);
        if (key === 'srcdoc') fault(name, `inline document on <${tag}>`);
        if (/^\s*javascript:/i.test(value) && /^(href|src|action|formaction|xlink:href|data)$/.test(key)) {
          fault(name, `script address in ${key} of <${tag}>`);
        }
      }
      for (const key of SOURCES.get(tag) ?? []) {
        if (attr(element, key)) own(name, attr(element, key), `<${tag}>`);
      }
      for (const key of ['srcset', 'imagesrcset']) {
        for (const address of srcset(attr(element, key) ?? '')) own(name, address, `<${tag}>`);
      }
      if (tag === 'link' && words(element, 'rel').some((rel) => LOADING.includes(rel)) && attr(element, 'href')) {
        own(name, attr(element, 'href'), `<link rel=${attr(element, 'rel')}>`);
      }
    }
  }

  const sheets = site.all.filter((name) => name.endsWith('.css'));
  for (const sheet of sheets) {
    for (const address of cssAddresses(site.read(sheet))) own(sheet, address, 'url()');
  }
  return `${documents.length} documents and ${sheets.length} style sheets`;
});
