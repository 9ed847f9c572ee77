// The reader's choice of colours, before anything is painted.
try {
  const scheme = localStorage.getItem('scheme');
  if (scheme) document.documentElement.dataset.scheme = scheme;
} catch {
  // Storage is off: the system decides.
}
document.documentElement.classList.add('js');
