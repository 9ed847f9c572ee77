// Searches the site: on its page, and in a dialog that any other page opens. Loaded on use.

/** Results at a time. */
const STEP = 10;
/** Milliseconds without a key before a search. */
const PAUSE = 150;
/** Words of an article that its page shows marked. */
const MARKED = 8;
const FILTERS = ['topic', 'outlet', 'year', 'language'];

/** An element with a class and text or children. */
function make(tag, name, ...children) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...children);
  return element;
}

/** The style sheet, once. */
function styled() {
  if (document.querySelector('link[href*="search.css"]')) return Promise.resolve();
  const link = make('link');
  link.rel = 'stylesheet';
  link.href = new URL('search.css', import.meta.url);
  const loaded = new Promise((done) => ['load', 'error'].forEach((event) => link.addEventListener(event, done)));
  document.head.append(link);
  return loaded;
}

/** An excerpt with its words marked. Pagefind escapes all but `mark`. */
function excerpt(text) {
  const shown = (part) => part.replaceAll('&lt;', '<').replaceAll('&gt;', '>');
  const parts = text.split(/<\/?mark>/).map((part, at) => (at % 2 ? make('mark', '', shown(part)) : shown(part)));
  return make('p', 'search-excerpt', ...parts);
}

/** The words of an article that were found, as they stand in it. */
function found(data) {
  const words = data.content.split(/[^\S\uFEFF]+/);
  const bare = data.locations.map((at) => (words[at] ?? '').replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''));
  return [...new Set(bare.filter(Boolean))].slice(0, MARKED);
}

/** The number of the part of the index that has a result; a higher one holds newer articles. */
function partOf(result) {
  return Number(/-(\d+)_/.exec(result.id)?.[1] ?? 0);
}

function result(data) {
  const link = make('a', '', data.meta.title);
  const url = new URL(data.url, location.href);
  for (const word of found(data)) url.searchParams.append('highlight', word);
  link.href = url;
  const facts = [data.meta.date, (data.filters.outlet ?? []).join(', ')].filter(Boolean).map((fact) => make('span', '', fact));
  const item = make('li', 'search-result', make('h2', 'headline', link));
  if (facts.length) item.append(make('p', 'facts', ...facts.flatMap((fact) => [' ', fact])));
  const text = excerpt(data.excerpt);
  [item.firstChild, text].forEach((part) => { part.lang = data.filters.language[0]; });
  item.append(text);
  return item;
}

/** Brings the search in `root` to life. `address` says whether the page's address tells what is searched for. */
function start(root, address) {
  const { index, root: baseUrl, ...words } = root.dataset;
  const part = (name) => root.querySelector(name);
  const form = part('form');
  const [input, choices, status, list, more] =
    ['input', '.search-filters', '.search-status', '.search-results', '.search-more'].map(part);
  const forms = new Intl.PluralRules(document.documentElement.lang);
  let results = [];
  let shown = 0;
  let turn = 0;
  let finder;

  const loaded = () => (finder ??= import(`${index}pagefind.js`).then(async (pagefind) => {
    const options = { baseUrl, excerptEllipsis: '…' };
    const made = pagefind.createInstance(options);
    const folder = new URL(index, location.href);
    await Promise.all(pagefind.parts.map((part) => made.mergeIndex(new URL(`${part}/`, folder).href, options)));
    fill(await made.filters());
    return made;
  }));

  /** Offers what can be chosen, with how many there are of each. */
  function fill(counts) {
    for (const name of FILTERS) {
      const select = form.elements[name];
      const values = Object.entries(counts[name] ?? {});
      const order = name === 'year' ? (a, b) => b[0] - a[0] : (a, b) => a[0].localeCompare(b[0]);
      for (const [value, count] of values.sort(order)) {
        let option = [...select.options].find((option) => option.value === value);
        if (!option) select.append((option = new Option('', value)));
        option.textContent = `${value} (${count})`;
      }
      for (const option of [...select.options].slice(1)) {
        if (!(option.value in (counts[name] ?? {}))) option.textContent = `${option.value} (0)`;
      }
      select.parentElement.hidden = select.options.length < (name === 'language' ? 3 : 2);
    }
    choices.hidden = false;
  }

  async function show() {
    const mine = turn;
    const next = await Promise.all(results.slice(shown, shown + STEP).map((one) => one.data()));
    if (mine !== turn) return;
    shown += next.length;
    list.append(...next.map(result));
    more.hidden = shown >= results.length;
  }

  async function search() {
    const mine = ++turn;
    const query = Object.fromEntries(new FormData(form));
    const asked = new URLSearchParams(Object.entries(query).filter(([, value]) => value.trim()));
    if (address) history.replaceState(null, '', asked.size ? `?${asked}` : location.pathname);
    const filters = Object.fromEntries(FILTERS.filter((name) => query[name]).map((name) => [name, query[name]]));
    const term = query.q.trim();
    const nothing = !term && !Object.keys(filters).length;
    try {
      if (!nothing) status.textContent = words.loading;
      const api = await loaded();
      const sort = query.order ? { date: query.order } : {};
      const answer = nothing ? { results: [] } : await api.search(term || null, { filters, sort });
      if (mine !== turn) return;
      fill(nothing ? await api.filters() : answer.totalFilters);
      results = answer.results;
      // Each part of the index has sorted its own results, and holds other months than the rest.
      if (query.order || !term) {
        const direction = query.order === 'asc' ? 1 : -1;
        results.sort((a, b) => direction * (partOf(a) - partOf(b)));
      }
      shown = 0;
      list.replaceChildren();
      await show();
      if (mine !== turn) return;
      const form = results.length ? forms.select(results.length) : 'none';
      const said = root.getAttribute(`data-found-${form}`) ?? words.found;
      status.textContent = nothing ? '' : said.replace('{n}', results.length);
    } catch {
      if (mine === turn) status.textContent = words.failed;
    }
  }

  let waiting;
  form.addEventListener('input', (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(search, event.target === input ? PAUSE : 0);
  });
  form.addEventListener('submit', (event) => {
    if (!address) return;
    event.preventDefault();
    search();
  });
  more.addEventListener('click', async () => {
    const first = shown;
    await show();
    list.children[first]?.querySelector('a').focus();
  });
  root.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [input, ...list.querySelectorAll('a')];
    const at = stops.indexOf(event.target);
    if (!step || at < 0) return;
    event.preventDefault();
    stops[at + step]?.focus();
  });

  return async (asked) => {
    for (const name of ['q', 'order']) form.elements[name].value = asked.get(name) ?? '';
    await loaded().catch(() => {});
    for (const name of FILTERS) form.elements[name].value = asked.get(name) ?? '';
    await search();
  };
}

/** Finds the search in a document. */
function inside(page) {
  return page.querySelector('#search');
}

let dialog;

/** Opens the dialog. `link` leads to the page of the search, which holds the form. */
export async function open(link) {
  const here = inside(document);
  if (here) return here.querySelector('input').focus();
  dialog ??= build(link);
  const made = await dialog;
  if (!made.open) made.showModal();
  made.querySelector('input').select();
}

async function build(link) {
  const [answer] = await Promise.all([fetch(link.href), styled()]);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const root = document.adoptNode(inside(page));
  const close = make('button', 'search-close', root.dataset.close);
  close.type = 'button';
  const made = make('dialog', 'search-dialog', root, close);
  made.setAttribute('aria-label', link.textContent.trim());
  close.addEventListener('click', () => made.close());
  made.addEventListener('click', (event) => { if (event.target === made) made.close(); });
  document.body.append(made);
  start(root, false)(new URLSearchParams());
  return made;
}

/** Marks the words that the page's address asks for, and scrolls to the first. */
export function highlight() {
  const asked = new URLSearchParams(location.search).getAll('highlight').filter(Boolean);
  const main = document.querySelector('main');
  if (!asked.length || !main || !globalThis.Highlight) return;
  const escaped = asked.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  const ranges = [];
  const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    for (const { index, 0: word } of texts.currentNode.data.matchAll(pattern)) {
      const range = new Range();
      range.setStart(texts.currentNode, index);
      range.setEnd(texts.currentNode, index + word.length);
      ranges.push(range);
    }
  }
  const sheet = new CSSStyleSheet({ media: 'screen' });
  sheet.replaceSync('::highlight(search) { background-color: light-dark(#f2e2a8, #5c4d1c); color: light-dark(#1d1b18, #f3efe6); } @media (forced-colors: active) { ::highlight(search) { background-color: Mark; color: MarkText; } }');
  document.adoptedStyleSheets.push(sheet);
  CSS.highlights.set('search', new Highlight(...ranges));
  const text = ranges.find((range) => range.startContainer.parentElement.closest('.prose')) ?? ranges[0];
  if (!location.hash) text?.startContainer.parentElement.scrollIntoView({ block: 'center' });
}

const page = inside(document);
if (page) start(page, true)(new URLSearchParams(location.search));
