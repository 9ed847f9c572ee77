// What makes reading easier; nothing here is needed to read.

const root = document.documentElement;
const main = document.getElementById('text');
const still = matchMedia('(prefers-reduced-motion: reduce)');
const mouse = matchMedia('(hover: hover) and (pointer: fine)');

// The switch of colours, which remembers.
const scheme = document.querySelector('.scheme');
const system = matchMedia('(prefers-color-scheme: dark)');
function showScheme() {
  const dark = root.dataset.scheme ? root.dataset.scheme === 'dark' : system.matches;
  scheme?.setAttribute('aria-pressed', String(dark));
  return dark;
}
scheme?.addEventListener('click', () => {
  root.dataset.scheme = showScheme() ? 'light' : 'dark';
  showScheme();
  try {
    localStorage.setItem('scheme', root.dataset.scheme);
  } catch {
    // Not remembered where storage is off.
  }
});
system.addEventListener('change', showScheme);
showScheme();

// The search opens on `/`, and marks the words that it found.
const search = document.querySelector('a.search[data-module]');
const load = () => import(search.dataset.module);
function openSearch(event) {
  event.preventDefault();
  load().then((module) => module.open(search)).catch(() => location.assign(search.href));
}
search?.addEventListener('click', (event) => {
  if (!(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) openSearch(event);
});
if (search && new URLSearchParams(location.search).has('highlight')) load().then((module) => module.highlight());

// `j` and `k` go from one headline, section or excerpt to the next.
const STOPS = '.headline a, .dated a, .bibliography .work, .prose > :is(h2, h3), .prose > .excerpt';
function step(by) {
  const stops = [...main.querySelectorAll(STOPS)];
  const here = stops.indexOf(document.activeElement);
  const above = stops.filter((stop) => stop.getBoundingClientRect().top < 8).length;
  const next = stops[here >= 0 ? here + by : above + Math.min(by, 0)];
  if (!next) return;
  if (!next.matches('a')) next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: next.matches('a') ? 'nearest' : 'start', behavior: still.matches ? 'auto' : 'smooth' });
}
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') hide();
  const typing = event.target.closest?.('input, textarea, select, [contenteditable], dialog');
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === '/' && search) openSearch(event);
  if (event.key === 'j') step(1);
  if (event.key === 'k') step(-1);
});

// A note and its passage light up together.
const article = document.getElementById('article');
function together(element) {
  const found = element.closest?.('.passage, .note-ref, .note');
  if (!found) return [];
  const href = found.matches('.note-ref') ? found.firstElementChild.hash : found.id && `#${found.id}`;
  // A passage that other marks cut has several parts, of which the first has the id.
  let label = decodeURIComponent(href ?? '').replace(/^#(note|passage|ref)-/, '');
  if (!label) label = passages.get(found);
  const note = document.getElementById(`note-${label}`);
  return note ? [note, ...article.querySelectorAll('.passage')].filter((one) => one === note || passages.get(one) === label) : [];
}
const passages = new Map();
let last = '';
for (const mark of article?.querySelectorAll('.passage') ?? []) {
  last = mark.id ? mark.id.replace('passage-', '') : last;
  passages.set(mark, last);
}
for (const [type, on] of [['pointerover', true], ['focusin', true], ['pointerout', false], ['focusout', false]]) {
  article?.addEventListener(type, (event) => together(event.target).forEach((one) => one.classList.toggle('lit', on)));
}

// In the margin a note stands level with its passage, or else below the notes before it.
const notes = article?.querySelectorAll('.notes .note') ?? [];
function level() {
  notes.forEach((note) => note.removeAttribute('style'));
  for (const note of notes) {
    if (getComputedStyle(note.parentElement).float === 'none') return;
    const label = note.id.slice('note-'.length);
    const place = document.getElementById(`passage-${label}`) ?? document.getElementById(`ref-${label}`);
    const down = place.getClientRects()[0].top - note.getBoundingClientRect().top;
    if (down > 4) note.style.setProperty('--down', `${down + parseFloat(getComputedStyle(note).marginTop)}px`);
  }
}
level();
document.fonts.ready.then(level);
addEventListener('resize', level);

// A link to a heading, an excerpt or words that are selected, to be copied.
let told;
function tell(words, box, act) {
  told?.remove();
  told = document.createElement(act ? 'button' : 'p');
  told.className = 'told';
  told.textContent = words;
  if (act) told.addEventListener('click', act);
  else told.setAttribute('role', 'status');
  document.body.append(told);
  place(told, box);
  if (!act) setTimeout(() => told.remove(), 1500);
}
function copy(hash, box) {
  const url = location.href.split('#')[0] + hash;
  navigator.clipboard?.writeText(url).then(() => tell(main.dataset.copied, box), () => location.assign(hash));
}
for (const place of article?.querySelectorAll(':scope > :is(h2, h3, h4)[id], :scope > .excerpt > figcaption') ?? []) {
  const link = document.createElement('a');
  link.className = 'anchor';
  link.href = `#${encodeURIComponent(place.id || place.parentElement.id)}`;
  link.setAttribute('aria-label', main.dataset.copy);
  link.addEventListener('click', () => copy(link.hash, link.getBoundingClientRect()));
  place.append(link);
}
document.addEventListener('selectionchange', () => {
  if (told?.matches('button')) told.remove();
});
article?.addEventListener('pointerup', () => setTimeout(() => {
  const selection = getSelection();
  const words = selection.toString().trim().replace(/\s+/g, ' ');
  if (words.length < 8 || !mouse.matches || !article.contains(selection.anchorNode)) return;
  const code = (text) => encodeURIComponent(text).replaceAll('-', '%2D');
  const parts = words.split(' ');
  const text = parts.length < 9 ? code(words) : `${code(parts.slice(0, 4).join(' '))},${code(parts.slice(-4).join(' '))}`;
  const box = selection.getRangeAt(0).getBoundingClientRect();
  tell(main.dataset.copy, box, () => copy(`#:~:text=${text}`, box));
}));

// What a link leads to, after a moment upon it.
const DELAY = 400;
const seen = new Map();
let preview;
let timer;
function place(box, at) {
  const room = root.clientWidth - box.offsetWidth - 16;
  const below = at.bottom + box.offsetHeight + 16 < innerHeight || at.top < box.offsetHeight;
  box.style.left = `${scrollX + Math.max(16, Math.min(at.left, room))}px`;
  box.style.top = `${scrollY + (below ? at.bottom + 6 : at.top - box.offsetHeight - 6)}px`;
}
function hide() {
  clearTimeout(timer);
  preview?.remove();
  preview = undefined;
}
async function page(link) {
  const url = link.href.split('#')[0];
  if (!seen.has(url)) {
    const answer = await fetch(url);
    seen.set(url, answer.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : null);
  }
  const found = seen.get(url);
  const title = found?.querySelector('main h1')?.textContent;
  const summary = found?.querySelector('meta[name="description"]')?.content;
  const facts = found?.querySelector('main .title :is(.date, .facts span)')?.textContent;
  return title && summary ? [['small', facts], ['b', title], ['span', summary]] : null;
}
function source(link) {
  const found = [...document.querySelectorAll('.matter .sources > ol > li')].find((entry) =>
    `#${entry.id}` === decodeURIComponent(link.hash) || entry.querySelector('.work')?.href.split('#')[0] === link.href.split('#')[0]);
  const said = found?.innerText.split('\n')[0];
  return said && said !== link.innerText ? [['span', said]] : null;
}
async function show(link) {
  const own = link.origin === location.origin && link.pathname !== location.pathname;
  const lines = link.matches('.source, .via a') ? source(link) : own && await page(link);
  if (!lines || !link.matches(':hover')) return;
  hide();
  preview = document.createElement('div');
  preview.className = 'preview';
  preview.setAttribute('aria-hidden', 'true');
  for (const [name, text] of lines) {
    const line = document.createElement(name);
    line.textContent = text ?? '';
    preview.append(line);
  }
  document.body.append(preview);
  place(preview, link.getBoundingClientRect());
}
main.addEventListener('pointerover', (event) => {
  const link = event.target.closest('a[href]');
  if (!link || event.pointerType !== 'mouse' || !link.closest('.prose, .via, .matter, .also')) return;
  clearTimeout(timer);
  timer = setTimeout(() => show(link).catch(hide), DELAY);
  link.addEventListener('pointerleave', hide, { once: true });
});
