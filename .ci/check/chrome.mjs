// Chromium, for the checks that look at pages as readers see them.

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

function executable() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = process.env.PATH.split(delimiter);
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
  if (!found) throw new Error('no chromium on the PATH');
  return found;
}

/** Starts Chromium. */
export function launch(more = []) {
  const args = ['--no-sandbox', '--disable-background-networking', ...more];
  return chromium.launch({ executablePath: executable(), args });
}

/** Runs `visit` with Chromium and the address at which the site is served meanwhile. */
export async function browse(site, visit, more = []) {
  const { origin, close } = await site.serve();
  const chrome = await launch(more);
  try {
    return await visit(chrome, origin);
  } finally {
    await chrome.close();
    close();
  }
}
