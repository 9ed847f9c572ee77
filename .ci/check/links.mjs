// Links: every address inside the site leads to a file, every fragment to an id, and every page can be reached from
// the front page. Other sites are not asked.

import { addresses, check, cssAddresses, refreshes, words } from './site.mjs';

await check((site, fault) => {
  const pages = site.files('.html');
  const leads = new Map(pages.map((page) => [page, new Set()]));
  let count = 0;

  const follow = (from, address) => {
    if (!URL.canParse(address, site.address(from))) return fault(from, `not an address: ${address}`);
    const url = new URL(address, site.address(from));
    if (!site.owns(url)) return undefined;
    count += 1;
    const broken = site.broken(url);
    if (broken) fault(from, `${broken}: ${address}`);
    return site.find(url).file;
  };

  for (const page of pages) {
    for (const element of site.elements(page)) {
      for (const address of addresses(element)) {
        const file = follow(page, address);
        if (element.tagName === 'a' && file) leads.get(page).add(file);
        if (words(element, 'rel').includes('canonical') && !URL.canParse(address)) {
          fault(page, `canonical address is not absolute: ${address}`);
        }
      }
    }
  }
  for (const sheet of site.all.filter((name) => name.endsWith('.css'))) {
    for (const address of cssAddresses(site.read(sheet))) follow(sheet, address);
  }

  const reached = new Set(['index.html']);
  for (const page of reached) for (const next of leads.get(page) ?? []) reached.add(next);
  for (const page of pages) {
    const apart = page === '404.html' || site.elements(page).some(refreshes);
    if (!apart && !reached.has(page)) fault(page, 'no chain of links leads here from the front page');
  }
  return `${count} links on ${pages.length} pages`;
});
