// Lighthouse, as it judges for phones: at least 0.98 in each of its four categories.

import { createServer } from 'node:net';
import lighthouse from 'lighthouse';
import { browse } from './chrome.mjs';
import { pages } from './kinds.mjs';
import { check } from './site.mjs';

const LEAST = 0.98;
const KINDS = ['home', 'article', 'Korean article', 'topic', 'tag', 'outlet', 'archive', 'search'];
/** Speed is measured again where it was too low: other programs run on the same machine. */
const TRIES = 3;

function freePort() {
  return new Promise((done) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** The audits of a category that cost points. */
function lost({ auditRefs }, audits) {
  return auditRefs
    .map(({ id, weight }) => ({ weight, ...audits[id] }))
    .filter(({ weight, score }) => weight > 0 && score !== null && score < LEAST)
    .map(({ id, score, displayValue, details }) => {
      const places = (details?.items ?? []).map((item) => item.node?.selector ?? item.url ?? item.source?.url);
      return [id, score, displayValue, places.filter(Boolean).slice(0, 2).join(' ')].filter(Boolean).join(' ');
    });
}

const port = await freePort();

await check((site, fault) => browse(site, async (chrome, origin) => {
  const found = pages(site, fault).filter(({ kind }) => KINDS.includes(kind));
  const least = {};
  for (const { path } of found) {
    for (let left = TRIES; left > 0; left -= 1) {
      const { lhr } = await lighthouse(origin + path, { port, output: 'json', logLevel: 'error' });
      if (lhr.runtimeError) throw new Error(`${path}: ${lhr.runtimeError.message}`);
      const categories = Object.values(lhr.categories);
      if (left > 1 && lhr.categories.performance.score < LEAST) continue;
      for (const { id, score, ...category } of categories) {
        least[id] = Math.min(least[id] ?? 1, score);
        if (!(score >= LEAST)) fault(path, `${id} below ${LEAST}`, `${path} ${score}: ${lost(category, lhr.audits).join('; ')}`);
      }
      break;
    }
  }
  const scores = Object.entries(least).map(([id, score]) => `${id} ${score}`);
  return `${found.length} pages, at least: ${scores.join(', ')}`;
}, [`--remote-debugging-port=${port}`]));
