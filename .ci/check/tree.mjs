// What the checks of texts share: elements by class, and their text.

import { attr, elements, words } from './site.mjs';

/** Whether an element has a class. */
export function hasClass(element, name) {
  return words(element, 'class').includes(name);
}

/** The elements under a node that have a tag and a class. */
export function all(node, tag, name) {
  return elements(node).filter((one) => one.tagName === tag && (!name || hasClass(one, name)));
}

/** The element of a page with an id. */
export function byId(site, page, id) {
  return site.elements(page).find((one) => attr(one, 'id') === id);
}

/** The stretches of text under a node, those aside that `skip` says no to. */
export function texts(node, skip = () => false) {
  if (node.nodeName === '#text') return [node.value];
  if (node.tagName && skip(node)) return [];
  return (node.childNodes ?? []).flatMap((child) => texts(child, skip));
}

/** The text of a node with its white space folded. */
export function folded(node, skip) {
  return fold(texts(node, skip).join(''));
}

/** Text with each run of white space as one space, and none at its ends. */
export function fold(text) {
  return text.replace(/\s+/g, ' ').trim();
}

/** What stands in a quotation and is none of its words: numbers of notes, and attributions of quotations in it. */
export function isAside(element) {
  return (element.tagName === 'sup' && hasClass(element, 'note-ref')) || element.tagName === 'figcaption';
}

/** What the editor left out of a quotation, or put in. */
export function isGap(element) {
  return hasClass(element, 'omission') || hasClass(element, 'insertion');
}

/** The pages of articles: those whose text is an entry (microformats2). */
export function articles(site) {
  return site.files('.html').filter((page) => site.elements(page).some((one) => hasClass(one, 'h-entry')));
}

/** The things that a page describes in JSON-LD: every object in it, in order. */
export function things(site, page, fault) {
  const scripts = site.elements(page)
    .filter((one) => one.tagName === 'script' && attr(one, 'type') === 'application/ld+json');
  return scripts.flatMap((script) => {
    try {
      return objects(JSON.parse(texts(script).join('')));
    } catch (error) {
      fault(page, 'JSON-LD that is no JSON', error.message);
      return [];
    }
  });
}

/** Every object in a JSON value. */
export function objects(value) {
  if (value === null || typeof value !== 'object') return [];
  const inner = Object.values(value).flatMap(objects);
  return Array.isArray(value) ? inner : [value, ...inner];
}

/** A value that may be one or several, as a list. */
export function list(value) {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** A JSON file of the site, or its fault. */
export function json(site, name, fault) {
  try {
    return JSON.parse(site.read(name));
  } catch (error) {
    return fault(name, `not JSON: ${error.message}`);
  }
}
