// Draws words, sentences and notes: the same ones for the same number.

import * as words from './words.mjs';

const KINDS = ['context', 'context', 'doubt', 'doubt', 'correction', 'translation', 'definition'];

export class Draw {
  #state;

  constructor(number) {
    this.#state = number * 7919;
  }

  /** At least 0, less than 1 (the generator is known as mulberry32). */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  chance(part) {
    return this.next() < part;
  }

  number(from, to) {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  one(list) {
    return list[this.number(0, list.length - 1)];
  }

  /** From `least` to `most` of a list, none twice. */
  some(list, least, most) {
    const rest = [...list];
    return Array.from({ length: this.number(least, most) }, () => rest.splice(this.number(0, rest.length - 1), 1)[0]);
  }

  /** One of the patterns with its slots filled. */
  sentence(patterns, korean = false) {
    return this.#filled(this.one(patterns), korean);
  }

  #filled(pattern, korean) {
    const slots = korean ? words.SLOTS_KO : words.SLOTS;
    const drawn = {
      count: () => this.number(12, 980),
      share: () => this.number(3, 64),
      hours: () => this.number(2, 40),
      depth: () => this.number(110, 320),
      year: () => this.number(1987, 2019),
    };
    const text = pattern.replace(/\{(.+?)\}/g, (whole, name) => (drawn[name] ? drawn[name]() : this.one(slots[name])));
    return text[0].toUpperCase() + text.slice(1);
  }

  /** Sentences, each of another pattern. */
  sentences(patterns, count, korean) {
    const few = Math.min(count, patterns.length);
    return this.some(patterns, few, few).map((pattern) => this.#filled(pattern, korean));
  }

  title(korean) {
    return this.sentence(korean ? words.TITLES_KO : words.TITLES, korean);
  }

  /** Where the notes of an article go: `refer` gives a reference, `texts` has what is to stand below. */
  notes(korean) {
    const texts = [];
    const refer = (passage) => {
      const kind = this.one(KINDS);
      const label = `${kind}-${texts.length + 1}`;
      const text = this.sentence(korean ? words.NOTES_KO : words.NOTES[kind], korean);
      texts.push(`[^${label}]: ${passage ? `"${passage}": ` : ''}${text}`);
      return `[^${label}]`;
    };
    return { texts, refer };
  }

  /** Puts a reference after one of the sentences; the note may quote a few words of it. */
  annotated(sentences, notes) {
    const at = this.number(0, sentences.length - 1);
    const text = sentences[at].split(' ');
    const from = this.number(0, Math.max(0, text.length - 4));
    const passage = text.slice(from, from + this.number(2, 4)).join(' ').replace(/[.,;:]$/, '');
    const once = sentences.join(' ').split(passage).length === 2;
    const reference = notes.refer(once && this.chance(0.8) ? passage : undefined);
    return sentences.map((one, index) => (index === at ? one + reference : one)).join(' ');
  }

  paragraph(korean, count, notes) {
    const sentences = this.sentences(korean ? words.WRITTEN_KO : words.WRITTEN, count, korean);
    return this.chance(0.7) ? this.annotated(sentences, notes) : sentences.join(' ');
  }

  /** A quotation of two or three sentences of a source, as they are, or with words left out or put in. */
  excerpt({ id, published }, said, korean, notes) {
    const from = this.number(0, said.length - 3);
    let quoted = said.slice(from, from + this.number(1, 3));
    const how = this.number(1, 4);
    if (how === 1 && quoted.length > 1) quoted = [quoted[0], '[…]', ...quoted.slice(2)];
    if (how === 2) quoted = [quoted[0].replace(/^\S+/, (word) => `[${word}]`), ...quoted.slice(1)];
    const text = how > 2 && this.chance(0.6) ? this.annotated(quoted, notes) : quoted.join(' ');
    const language = korean || id !== 'sueul-ilbo' ? '' : ', in Korean';
    const day = published.toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
    return `> ${text}\n>\n> — [${this.#name(id)}](source:${id}), ${day}${language}`;
  }

  report({ id }, korean) {
    const text = this.sentence(korean ? words.REPORTED_KO : words.REPORTED, korean);
    return `> ${text}\n>\n> — paraphrased from [${this.#name(id)}](source:${id})`;
  }

  #name(id) {
    return words.OUTLETS.find(([key]) => key === id)[1];
  }
}
