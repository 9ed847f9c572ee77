// Renews the pictures of docs/gallery.md, in a clone: `cargo build && npm ci --prefix .ci && node .ci/gallery.mjs`.
//
// The page says what is in each: the demonstration site with the TOML block above it in its site.toml, at the address, by day or
// night, and in the size that the comment before the picture says.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { browse } from './check/chrome.mjs';
import { Site } from './check/site.mjs';

const root = dirname(import.meta.dirname);
const page = join(root, 'docs/gallery.md');
/** Of the pictures, as WebP: text stays crisp. */
const QUALITY = 72;

/** What stands in the page: `{ toml, shots: [{ address, scheme, width, height, file }] }`. */
function variants(text) {
  return text.split('```toml\n').slice(1).map((part) => {
    const [toml, rest] = part.split('```\n');
    const shots = [...rest.matchAll(/<!-- (\S+) (light|dark) (\d+)×(\d+) -->\n!\[[^\]]*\]\((\S+)\)/g)];
    return { toml, shots: shots.map(([, address, scheme, width, height, file]) => ({ address, scheme, width, height, file })) };
  });
}

/** Builds the demonstration with another theme, and returns its site. */
function build(folder, toml) {
  const settings = readFileSync(join(root, 'site.toml'), 'utf8');
  rmSync(join(folder, 'public'), { recursive: true, force: true });
  writeFileSync(join(folder, 'site.toml'), `${settings}\n${toml}`);
  const built = spawnSync(join(root, 'target/debug/margent'), ['build', '--root', folder], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`cannot build with\n${toml}\n${built.stderr}`);
  return new Site(join(folder, 'public'), 'https://example.org');
}

async function take(chrome, origin, { address, scheme, width, height, file }) {
  const viewport = { width: Number(width), height: Number(height) };
  const tab = await chrome.newPage({ viewport, colorScheme: scheme });
  await tab.goto(origin + address);
  await tab.evaluate(() => document.fonts.ready);
  const session = await tab.context().newCDPSession(tab);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
  writeFileSync(join(dirname(page), file), Buffer.from(data, 'base64'));
  await tab.close();
}

const folder = mkdtempSync(join(tmpdir(), 'gallery-'));
cpSync(join(root, 'content'), join(folder, 'content'), { recursive: true });
mkdirSync(join(dirname(page), 'gallery'), { recursive: true });
for (const { toml, shots } of variants(readFileSync(page, 'utf8'))) {
  const site = build(folder, toml);
  await browse(site, async (chrome, origin) => {
    for (const shot of shots) await take(chrome, origin, shot);
  }, ['--hide-scrollbars']);
}
rmSync(folder, { recursive: true });
