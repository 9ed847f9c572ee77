// Writes a digest of 300 articles with something of everything, for the checks: node make.mjs FOLDER
//
// The same at every run. The words are in words.mjs, the articles that no pattern gives in special.mjs.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Draw } from './draw.mjs';
import { special } from './special.mjs';
import * as words from './words.mjs';

const PUBLISHED = 300;
const KOREAN = 40;
const UNDATED = 5;
const DRAFTS = 3;
const FIRST = Date.UTC(2020, 0, 6);
const LAST = Date.UTC(2025, 11, 19);

const out = process.argv[2];
if (!out) {
  console.error('usage: node make.mjs FOLDER');
  process.exit(2);
}

function write(path, content) {
  const file = join(out, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function toml(table) {
  const value = (one) => {
    if (one instanceof Date) return one.toISOString().slice(0, 10);
    return Array.isArray(one) ? `[${one.map(value).join(', ')}]` : JSON.stringify(one);
  };
  return Object.entries(table)
    .filter(([, one]) => one !== undefined)
    .map(([key, one]) => `${key} = ${value(one)}\n`)
    .join('');
}

/** The text of an article's file. */
function file({ head, sources, corrections = [], body }) {
  const tables = [...sources.map((one) => `\n[[source]]\n${toml(one)}`),
    ...corrections.map((one) => `\n[[correction]]\n${toml(one)}`)];
  return `+++\n${toml(head)}${tables.join('')}+++\n${body.join('\n\n')}\n`;
}

/** What an outlet wrote: a source, and its sentences. */
function report(draw, day, korean) {
  const found = words.OUTLETS.filter(([, , country]) => (country === 'KR') === korean);
  const [key] = draw.one(found);
  const slug = `${day.toISOString().slice(0, 10)}-${draw.number(100, 999)}`;
  const url = `https://${key}.example/${slug}`;
  const snapshot = draw.chance(0.5) ? `${key}-${slug}.txt` : undefined;
  const sentences = draw.sentences(korean ? words.REPORTED_KO : words.REPORTED, 7, korean);
  if (snapshot) write(`content/snapshots/${snapshot}`, `${sentences.join(' ')}\n`);
  const source = {
    id: key,
    outlet: key,
    title: draw.chance(0.9) ? draw.title(korean) : undefined,
    url: draw.chance(0.95) ? url : undefined,
    author: draw.chance(0.2) ? 'Shipping desk' : undefined,
    published: new Date(day - draw.number(0, 3) * 864e5),
    accessed: draw.chance(0.6) ? day : undefined,
    snapshot,
  };
  if (source.url && draw.chance(0.2)) {
    source.archived = `https://archive.example/web/${slug.replaceAll('-', '')}/${url}`;
  }
  return { source, sentences };
}

/** The text of an ordinary article; `earlier` are files that it may link to. */
function body(draw, reports, korean, earlier) {
  const notes = draw.notes(korean);
  const blocks = [draw.paragraph(korean, 3, notes)];
  for (const { source, sentences } of reports) {
    blocks.push(draw.chance(0.8) ? draw.excerpt(source, sentences, korean, notes) : draw.report(source, korean));
    blocks.push(draw.paragraph(korean, draw.number(2, 4), notes));
  }
  if (earlier.length > 0 && draw.chance(0.5)) {
    const { path, title } = draw.one(earlier);
    const link = `[${title}](../${encodeURI(path)})`;
    blocks.push(korean ? `앞선 글: ${link}` : `More on this in ${link}.`);
  }
  return [...blocks, ...notes.texts];
}

function ordinary(draw, number, day, { korean, undated, draft }, earlier) {
  const reports = [report(draw, day, korean)];
  while (draw.chance(0.4) && reports.length < 3) {
    const next = report(draw, day, false);
    if (!reports.some((one) => one.source.id === next.source.id)) reports.push(next);
  }
  // Some cite again what an article before them cites.
  if (earlier.length > 0 && draw.chance(0.25)) {
    const [again] = draw.one(earlier).reports;
    if (!reports.some((one) => one.source.id === again.source.id)) reports.push(again);
  }
  const title = draw.title(korean);
  const head = {
    title,
    date: undated ? undefined : day,
    updated: !undated && draw.chance(0.1) ? new Date(day.valueOf() + 9 * 864e5) : undefined,
    language: korean ? 'ko' : undefined,
    topics: draw.some(words.TOPICS.map(([key]) => key), 1, 2),
    tags: korean ? draw.some(words.TAGS_KO, 1, 2) : draw.some(words.TAGS, 2, 5),
    summary: draw.chance(0.6) ? draw.sentence(korean ? words.WRITTEN_KO : words.WRITTEN, korean) : undefined,
    draft: draft || undefined,
    aliases: draw.chance(0.05) ? [`/old/${number}/`] : undefined,
  };
  const corrections = draw.chance(0.08)
    ? [{ date: undated ? undefined : new Date(day.valueOf() + 4 * 864e5), text: draw.sentence(words.NOTES.correction) }]
    : [];
  const sources = reports.map((one) => one.source);
  const content = file({ head, sources, corrections, body: body(draw, reports, korean, earlier) });
  const year = day.getUTCFullYear();
  const name = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/-$/, '');
  return { path: `${year}/${String(number).padStart(3, '0')}-${name}.md`, title, content, reports };
}

const ABOUT = `+++
title = "About"
+++
The canal, its places and its papers are invented.

## How it is made

A program writes it, the same each time.[^why] There is a page on the [method](method.md), too.

[^why]: "the same each time": so that checks can be repeated.
`;

const METHOD = `+++
title = "Method"
menu = false
aliases = ["/methods/"]
+++
See [About](about.md).
`;

function settings() {
  write('site.toml', `title = "The Towpath"
base_url = "https://towpath.example"
description = "An annotated digest of what is reported of a canal that does not exist"
author = "The Towpath"

[quotes]
require = "nothing"

[markdown]
smart_punctuation = true
`);
  for (const [key, name, country, about] of words.OUTLETS) {
    write(`content/outlets/${key}.md`, `+++\n${toml({ name, domains: [`${key}.example`], country })}+++\n${about}\n`);
  }
  for (const [key, title, description] of words.TOPICS) {
    write(`content/topics/${key}.md`, `+++\n${toml({ title, description })}+++\n${description} All of it is below.\n`);
  }
  write('content/pages/about.md', ABOUT);
  write('content/pages/method.md', METHOD);
}

settings();
const extra = special();
for (const [path, content] of Object.entries(extra.files)) write(path, content);
const count = PUBLISHED - extra.articles + DRAFTS;
const earlier = [];
for (let number = 1; number <= count; number += 1) {
  const draw = new Draw(number);
  const day = new Date(FIRST + Math.floor(((LAST - FIRST) / 864e5) * ((number - 1) / (count - 1))) * 864e5);
  const kind = {
    korean: number % Math.floor(count / KOREAN) === 3,
    undated: number % Math.floor(count / UNDATED) === 7,
    draft: number > count - DRAFTS,
  };
  const article = ordinary(draw, number, day, kind, earlier.slice(-40));
  write(`content/articles/${article.path}`, article.content);
  if (!kind.draft) earlier.push(article);
}
