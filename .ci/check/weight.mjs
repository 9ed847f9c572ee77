// What a reader loads: style sheets and scripts of a page are small in all, but for the search, which loads on use;
// a font is a WOFF2 file below its limit.

import { browse } from './chrome.mjs';
import { pages } from './kinds.mjs';
import { check } from './site.mjs';

/** In bytes, uncompressed, for a page. */
const LIMITS = { stylesheet: 28_000, script: 10_000, font: 200_000 };

await check((site, fault) => browse(site, async (chrome, origin) => {
  const found = pages(site, fault).filter(({ kind, status }) => status === 200 && kind !== 'search');
  const most = { stylesheet: 0, script: 0, font: 0 };
  for (const { path } of found) {
    const context = await chrome.newContext();
    const page = await context.newPage();
    const sums = { stylesheet: 0, script: 0, font: 0 };
    const names = { stylesheet: [], script: [], font: [] };
    page.on('request', (request) => {
      const type = request.resourceType();
      if (!(type in sums)) return;
      const { file } = site.find(new URL(new URL(request.url()).pathname, site.base));
      const size = file ? site.size(file) : 0;
      sums[type] += size;
      names[type].push(`${file} ${size}`);
      if (type === 'font' && !file?.endsWith('.woff2')) fault(path, `a font that is not WOFF2: ${file}`);
    });
    await page.goto(origin + path, { waitUntil: 'load' });
    await page.evaluate(() => document.fonts.ready);
    for (const [type, limit] of Object.entries(LIMITS)) {
      if (sums[type] > limit) fault(path, `more than ${limit} bytes of ${type}`, `${sums[type]}: ${names[type].join(', ')}`);
      most[type] = Math.max(most[type], sums[type]);
    }
    await context.close();
  }
  return `${found.length} kinds of page, at most ${Object.entries(most).map(([type, size]) => `${size} bytes of ${type}`).join(', ')}`;
}));
