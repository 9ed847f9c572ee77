// The sitemap: valid by sitemap.xsd, and it lists the indexable pages of the site, all of them and nothing else.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { attr, check, words } from './site.mjs';

const schema = fileURLToPath(new URL('sitemap.xsd', import.meta.url));

await check((site, fault) => {
  const name = 'sitemap.xml';
  const { status, stderr, error } = spawnSync('xmllint', ['--nonet', '--noout', '--schema', schema, site.path(name)], {
    encoding: 'utf8',
  });
  if (error) throw error;
  if (status !== 0) {
    for (const line of stderr.trim().split('\n')) fault(name, line.replace(`${site.dir}/`, ''));
  }

  const document = site.xml(name, fault);
  const listed = new Set();
  for (const loc of Array.from(document?.getElementsByTagName('loc') ?? [])) {
    const address = loc.textContent;
    const { file } = URL.canParse(address) ? site.find(new URL(address)) : {};
    if (!file) fault(name, `listed, but not in the site: ${address}`);
    else if (site.address(file).href !== address) fault(name, `lives at ${site.address(file)}, but is listed as ${address}`);
    listed.add(file);
  }

  for (const page of site.files('.html')) {
    const all = site.elements(page);
    const robots = all.find((one) => one.tagName === 'meta' && attr(one, 'name') === 'robots');
    const canonical = all.find((one) => one.tagName === 'link' && words(one, 'rel').includes('canonical'));
    const hidden = robots && attr(robots, 'content').includes('noindex');
    const elsewhere = canonical && attr(canonical, 'href') !== site.address(page).href;
    const indexable = page !== '404.html' && !hidden && !elsewhere;
    if (indexable && !listed.has(page)) fault(page, 'not in the sitemap');
    if (!indexable && listed.has(page)) fault(page, 'in the sitemap, but not to be indexed, or canonical elsewhere');
  }

  const line = `Sitemap: ${new URL(name, site.base)}`;
  if (!site.read('robots.txt').split('\n').includes(line)) fault('robots.txt', `does not say "${line}"`);
  return `${listed.size} addresses`;
});
