// What is looked at in a page. Each function runs in the page, so it uses nothing from outside of itself.

/** What sticks out of the page to the right, if the page scrolls sideways. */
export function overflow() {
  const root = document.documentElement;
  const wide = Math.max(root.scrollWidth, document.body.scrollWidth);
  if (wide <= root.clientWidth) return null;
  const name = (one) => [one.tagName.toLowerCase(), ...one.classList].join('.') + (one.id && `#${one.id}`);
  const out = [...document.body.querySelectorAll('*')]
    .filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1);
  return `${wide - root.clientWidth} px too wide: ${out.slice(0, 3).map(name).join(', ') || 'the body'}`;
}

/**
 * Links and controls that are hard to hit: smaller than `least` by `least` px, and so near to another that a circle of
 * that width around its middle touches the other or the other's circle (WCAG 2.2, 2.5.8). Links in a line of text are
 * excepted there, and here.
 */
export function tight(least) {
  const targets = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, label, [tabindex="0"]')];
  const shown = targets.filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && one.getBoundingClientRect().width > 0 && one.getBoundingClientRect().bottom > 0);
  const boxes = shown.map((one) => [one, one.getBoundingClientRect()]);
  const small = ([, box]) => box.width < least - 0.5 || box.height < least - 0.5;
  const inline = (one) => {
    if (!getComputedStyle(one).display.startsWith('inline')) return false;
    const block = one.closest('p, li, td, th, dd, dt, figcaption, blockquote, h1, h2, h3, h4, div, section');
    const around = (block?.textContent ?? '').replace(/\s/g, '').length - one.textContent.replace(/\s/g, '').length;
    return around > 0 && getComputedStyle(one).display === 'inline';
  };
  const distance = ([x, y], box) => Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
  const middle = (box) => [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const found = [];
  for (const [one, box] of boxes.filter(small)) {
    if (inline(one)) continue;
    const near = boxes.find(([other, place]) => {
      if (other === one || other.contains(one) || one.contains(other)) return false;
      if (distance(middle(box), place) < least / 2) return true;
      const [[x, y], [a, b]] = [middle(box), middle(place)];
      return small([other, place]) && Math.hypot(x - a, y - b) < least;
    });
    const name = (element) => [element.tagName.toLowerCase(), ...element.classList].join('.')
      + (element.parentElement ? ` in ${[element.parentElement.tagName.toLowerCase(), ...element.parentElement.classList].join('.')}` : '');
    if (near) {
      const size = `${Math.round(box.width)} × ${Math.round(box.height)} px`;
      found.push(`${name(one)} "${one.textContent.trim().slice(0, 30)}" ${size}, near "${near[0].textContent.trim().slice(0, 30)}"`);
    }
  }
  return found;
}

/** Images that say no size, or no text for those who do not see them. */
export function unsized() {
  return [...document.images]
    .filter((one) => !one.getAttribute('width') || !one.getAttribute('height') || !one.hasAttribute('alt'))
    .map((one) => one.outerHTML.slice(0, 120));
}
