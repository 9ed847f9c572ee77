// Opens the search on `/`, and marks the words that it found.

const link = document.querySelector('a.search[data-module]');
const load = () => import(link.dataset.module);

function open(event) {
  event.preventDefault();
  load().then((search) => search.open(link)).catch(() => location.assign(link.href));
}

if (link) {
  link.addEventListener('click', (event) => {
    if (!(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) open(event);
  });
  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest?.('input, textarea, select, [contenteditable], dialog');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) open(event);
  });
  if (new URLSearchParams(location.search).has('highlight')) load().then((search) => search.highlight());
}
