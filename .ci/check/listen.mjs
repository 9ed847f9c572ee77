// Listens to a page of Playwright.

import { MISSING } from './kinds.mjs';

/** Reports all that goes wrong while a page loads and is used: `report(what, detail)`. */
export function listen(page, origin, report) {
  page.on('console', (message) => {
    const expected = message.text().includes('status of 404') && message.location().url.endsWith(MISSING);
    const blocked = message.text().includes('Content Security Policy');
    if (blocked) report('the policy blocks something', message.text());
    else if (!expected) report(`console ${message.type()}: ${message.text()}`, message.location().url);
  });
  page.on('pageerror', (error) => report(`error: ${error.message}`));
  page.on('requestfailed', (request) => {
    // What a page was still loading when it was left, is no fault of the site.
    const cause = request.failure()?.errorText;
    if (cause !== 'net::ERR_ABORTED') report(`request failed: ${request.url()} ${cause}`);
  });
  page.on('request', (request) => {
    const { protocol, origin: from } = new URL(request.url());
    if (from !== origin && protocol !== 'data:') report(`foreign request: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && !response.url().endsWith(MISSING)) {
      report(`status ${response.status()}: ${response.url()}`);
    }
  });
}
