// The reader's choice of colours, before anything is painted.
try {
  const scheme = localStorage.getItem('scheme');
  if (scheme) document.documentElement.dataset.scheme = scheme;
} catch {
  // Storage is off: the system decides.
}
document.documentElement.classList.add('js');
// One page turns into the next (CSS View Transitions 2), unless motion is unwelcome.
if (matchMedia('(prefers-reduced-motion: no-preference)').matches) {
  const turning = new CSSStyleSheet();
  turning.replaceSync('@view-transition { navigation: auto }');
  document.adoptedStyleSheets.push(turning);
}
