// The search of a site whose index has parts, in Chromium: it finds what is in any of them, counts them all, and sorts by date
// across them. For the site that large/months.mjs makes.

import { browse } from './chrome.mjs';
import { check } from './site.mjs';

/** What is asked, how many articles answer, and the first one, if the order is known. */
const ASKED = [
  ['q=ferry', 2300],
  ['q=lighthouse', 8],
  ['q=lighthouse&order=desc', 8, 'Report 2101'],
  ['q=lighthouse&order=asc', 8, 'Report 1'],
  ['q=ferry&order=desc', 2300, 'Report 2300'],
  ['q=ferry&order=asc', 2300, 'Report 1'],
  ['language=en', 2300, 'Report 2300'],
  ['q=ferry&year=2024', undefined],
];

await check((site, fault) => browse(site, async (chrome, origin) => {
  const folders = new Set(site.files('pagefind-entry.json').map((name) => name.split('/').at(-2)));
  if (folders.size < 3) fault('the index', `has ${folders.size} parts, where three were expected`);
  const page = await (await chrome.newContext()).newPage();
  page.on('console', (message) => fault('search', `console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => fault('search', `error: ${error.message}`));
  for (const [query, count, first] of ASKED) {
    await page.goto('about:blank');
    await page.goto(`${origin}/search/?${query}`);
    await page.locator('.search-results a').first().waitFor();
    const told = Number(/\d+/.exec((await page.locator('.search-status').textContent()).replaceAll(/[ ,]/g, ''))?.[0]);
    const titles = await page.locator('.search-result h2').allTextContents();
    if (count && told !== count) fault(query, `${told} results, not ${count}`);
    if (first && titles[0] !== first) fault(query, `"${titles[0]}" comes first, not "${first}"`);
    const numbers = titles.map((title) => Number(title.split(' ')[1]));
    const sorted = [...numbers].sort((a, b) => (query.endsWith('asc') ? a - b : b - a));
    if (first && String(numbers) !== String(sorted)) fault(query, `the order is ${numbers}`);
  }
  const option = page.locator('#search select[name=year] option[value="2024"]');
  const said = Number(/\((\d+)\)$/.exec(await option.textContent())?.[1]);
  if (!(said > 100)) fault('year 2024', `"${await option.textContent()}" is too few`);
  return `${ASKED.length} searches in ${folders.size} parts`;
}));
