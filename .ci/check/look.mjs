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

/** Controls, and links of menus, that are lower or narrower than `least` px. Links within text may be smaller. */
export function small(least) {
  const name = (one) => [one.tagName.toLowerCase(), ...one.classList].join('.');
  return [...document.querySelectorAll('button, input, select, textarea, summary, nav a, .menu a, .pager a')]
    .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && (box.width < least - 0.5 || box.height < least - 0.5))
    .map(([one, box]) => {
      const size = `${Math.round(box.width)} × ${Math.round(box.height)} px`;
      return `${name(one)} in ${name(one.parentElement)} in ${name(one.closest('nav, main, body'))}: ${size}`;
    });
}

/** Images that say no size, or no text for those who do not see them. */
export function unsized() {
  return [...document.images]
    .filter((one) => !one.getAttribute('width') || !one.getAttribute('height') || !one.hasAttribute('alt'))
    .map((one) => one.outerHTML.slice(0, 120));
}
