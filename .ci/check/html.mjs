// HTML and CSS by the Nu HTML checker: no error, no warning.

import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL, fileURLToPath } from 'node:url';
import { check } from './site.mjs';

const jar = join(dirname(createRequire(import.meta.url).resolve('vnu-jar/package.json')), 'build/dist/vnu.jar');

await check((site, fault) => {
  const pages = site.files('.html');
  const options = ['-Xss2m', '-jar', jar, '--also-check-css', '--skip-non-html', '--format', 'json', '--stdout'];
  const { status, stdout, stderr, error } = spawnSync('java', [...options, site.dir], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (error) throw error;
  let messages;
  try {
    ({ messages } = JSON.parse(stdout));
  } catch {
    throw new Error(`the Nu HTML checker failed (status ${status}): ${stderr || stdout}`);
  }
  for (const { type, subType, url, lastLine, message, extract } of messages) {
    const file = url?.startsWith('file:') ? relative(site.dir, fileURLToPath(new URL(url, pathToFileURL('/')))) : url;
    const near = extract ? ` near ${JSON.stringify(extract.trim())}` : '';
    fault(`${file}:${lastLine ?? 1}`, `${subType ?? type}: ${message}${near}`);
  }
  return `${pages.length} pages`;
});
