// Edits on the page, from click to byte: words are annotated, a snapshot is quoted, an article is released, all of it is undone; two
// tabs and another program change the same file; and once all by keyboard. See desk.mjs, which runs this.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const HEAD = `+++
title = "Night boats"
draft = true # until it is checked

[[source]]
outlet = "harbour-news"
title = "Ferries return"
published = 2015-03-05
snapshot = "harbour.txt"
+++
`;
const START = `${HEAD}The night ferry is back: it sails *twice a week* from May on.

Nobody knows yet who will pay.
`;
const SNAPSHOT = `The harbour office said that two ferries would sail at night. Fares stay as they are.

The old ship was sold, and nobody had crossed the bay after dark since then.
`;

/** Writes what the edits are made on. */
export function prepare(site) {
  const file = (path, text) => {
    mkdirSync(join(site, path, '..'), { recursive: true });
    writeFileSync(join(site, path), text);
  };
  file('content/articles/night-boats.md', START);
  file('content/snapshots/harbour.txt', SNAPSHOT);
  file('content/outlets/harbour-news.md', '+++\nname = "Harbour News"\n+++\n');
  file('content/topics/boats.md', '+++\ntitle = "Boats"\nterms = ["ferry", "night boats"]\n+++\n');
}

/** Edits the article on its page, and compares its file after each step. */
export async function edit({ chrome, address, site, look, select, expect, faults }) {
  const path = join(site, 'content/articles/night-boats.md');
  const page = `${address}/articles/night-boats/`;
  const context = await chrome.newContext();
  const open = async () => {
    const tab = await context.newPage();
    tab.on('pageerror', (error) => faults.push(`script: ${error.message}`));
    tab.on('dialog', (dialog) => dialog.accept());
    await tab.goto(page);
    await tab.waitForSelector('#margent-open, #margent-desk');
    return tab;
  };
  const is = async (expected, what) => {
    for (let tries = 0; tries < 50 && readFileSync(path, 'utf8') !== expected; tries += 1) await tab.waitForTimeout(100);
    const text = readFileSync(path, 'utf8');
    expect(text === expected, `${what}: the file is\n${text}`);
    return expected;
  };
  const told = async (tab, words) => {
    await tab.waitForSelector(`.margent-told:has-text("${words}")`).catch(() => faults.push(`nobody said: ${words}`));
    await tab.waitForLoadState();
    await tab.waitForTimeout(700);
  };

  const tab = await open();
  expect(await tab.locator('h1 .margent-badge').textContent() === 'draft', 'the draft has no badge');
  await tab.keyboard.press('e');
  await tab.evaluate(select, 'twice a week');
  await press(tab, 'Annotate');
  await tab.selectOption('[name=kind]', 'doubt');
  await tab.fill('[name=text]', 'a timetable, not a promise');
  await tab.waitForSelector('.margent-preview code');
  await look(tab, 'annotate');
  await press(tab, 'Write the note');
  await told(tab, 'The note is written');
  const note = '[^doubt-twice-a-week]: "twice a week": a timetable, not a promise\n';
  const noted = await is(START.replace('*twice a week*', '*twice a week*[^doubt-twice-a-week]') + '\n' + note, 'annotate');

  await tab.click('.margent-edit');
  await tab.fill('[name=text]', 'an intention');
  await press(tab, 'Save');
  await told(tab, 'The note is saved');
  const changed = await is(noted.replace('a timetable, not a promise', 'an intention'), 'edit');

  await press(tab, 'Quote');
  await tab.fill('[name=search]', 'ferries');
  await tab.evaluate(select, 'two ferries would sail at night');
  await press(tab, 'Take the selection');
  await tab.evaluate(select, 'nobody had crossed the bay after dark');
  await press(tab, 'Take the selection');
  await tab.selectOption('[name=after]', { index: 1 });
  await tab.waitForSelector('.margent-preview pre');
  await look(tab, 'quote');
  await press(tab, 'Write the excerpt');
  await told(tab, 'The excerpt is written');
  const excerpt = '> two ferries would sail at night […] nobody had crossed the bay after dark\n>\n'
    + '> — [Harbour News](source:harbour-news), 5 March 2015\n\n';
  const quoted = await is(changed.replace('Nobody knows', `${excerpt}Nobody knows`), 'quote');
  await tab.waitForSelector('figure.excerpt .verified').catch(() => faults.push('the excerpt is not verified'));

  await press(tab, 'Release');
  await tab.waitForSelector('text=Add Boats');
  await look(tab, 'release');
  await press(tab, 'Add Boats');
  await told(tab, 'The topic Boats is added');
  const tagged = await is(quoted.replace('boats"\n', 'boats"\ntopics = ["boats"]\n'), 'topic');
  await press(tab, 'Release');
  await press(tab, 'Publish');
  await told(tab, 'no draft any more');
  await is(tagged.replace('draft = true', 'draft = false'), 'release');

  for (const expected of [tagged, quoted, changed, noted, START]) {
    await press(tab, 'Undo');
    await is(expected, 'undo');
    await told(tab, 'Undone in');
  }
  await byKeyboard(tab, told, is);
  await press(tab, 'Undo');
  await told(tab, 'Undone in');

  // Two tabs, and another program.
  const other = await open();
  const write = async (tab) => {
    await tab.bringToFront();
    if (!await tab.isVisible('#margent-desk')) await tab.keyboard.press('e');
    await press(tab, 'Annotate');
    await tab.fill('[name=words]', 'Nobody knows');
    await tab.fill('[name=text]', 'who?');
  };
  await write(other);
  await write(tab);
  await press(tab, 'Write the note');
  await told(tab, 'The note is written');
  const first = readFileSync(path, 'utf8');
  await other.bringToFront();
  await press(other, 'Write the note');
  await other.waitForSelector('.margent-failed pre').catch(() => faults.push('the second tab does not show the file as it is'));
  expect(await other.locator('.margent-failed pre').textContent() === first, 'the second tab shows another file');
  expect(await other.inputValue('[name=text]') === 'who?', 'the second tab lost what was written in it');
  await look(other, 'conflict');
  await is(first, 'the second tab');
  await write(tab);
  writeFileSync(path, `${START}Written elsewhere.\n`);
  await tab.waitForSelector('text=What you write is kept').catch(() => faults.push('the page did not stay'));
  await press(tab, 'Write the note');
  await tab.waitForSelector('.margent-failed pre');
  await is(`${START}Written elsewhere.\n`, 'another program');

  const overview = await context.newPage();
  await overview.goto(`${address}/-/`);
  await overview.waitForSelector('.items');
  expect(await overview.locator('.items a', { hasText: 'Night boats' }).count() > 0, 'the overview lacks the draft');
  await look(overview, 'overview');
  await context.close();
}

/** Clicks a button of the bar. */
const press = (tab, name) => tab.locator('#margent-desk').getByRole('button', { name, exact: true }).click();

/** Annotates without a pointer: the passage is written, not selected. */
async function byKeyboard(tab, told, is) {
  const keys = tab.keyboard;
  await keys.press('Escape');
  await keys.press('e');
  await keys.press('Enter');
  await tab.waitForSelector('[name=words]:focus');
  await keys.type('The night … back');
  await keys.press('Tab');
  await keys.type('corr');
  await keys.press('Tab');
  await keys.type('not yet');
  await keys.press('Control+Enter');
  await told(tab, 'The note is written');
  const label = '[^correction-the-night-ferry]';
  await is(START.replace('back:', `back:${label}`) + `\n${label}: "The night ferry is back": not yet\n`, 'by keyboard');
}
