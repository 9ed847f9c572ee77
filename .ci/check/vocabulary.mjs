// The vocabulary of schema.org: types with what they inherit from, properties with what their values can be. Read from
// the declarations of the package schema-dts, which are made from schema.org's own data.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const path = createRequire(import.meta.url).resolve('schema-dts').replace(/\.js$/, '.d.ts');

/** type → { parents, properties: name → types of values, superseded } */
export const types = read(readFileSync(path, 'utf8'));
if (types.size < 800 || property('Article', 'headline')?.join() !== 'Text') throw new Error(`cannot read ${path}`);

/**
 * Types have an interface `NameBase` or `NameLeaf`, or both:
 *
 *     interface QuotationBase extends CreativeWorkBase {
 *         "spokenByCharacter"?: SchemaValue<Organization | Person | IdReference, "spokenByCharacter">;
 *     }
 */
function read(declarations) {
  const types = new Map();
  let own;
  let superseded = false;
  for (const line of declarations.split('\n')) {
    const opened = /^(?:export )?interface (\w+?)(?:Base|Leaf)\b.* extends (.*) \{$/.exec(line);
    if (opened) {
      const [, name, parents] = opened;
      if (!types.has(name)) types.set(name, { parents: new Set(), properties: new Map(), superseded: new Set() });
      own = types.get(name);
      for (const parent of parents.matchAll(/(\w+)Base\b/g)) if (parent[1] !== name) own.parents.add(parent[1]);
    }
    const found = /^ {4}"(\w+)"\?: SchemaValue<(.*), "\w+">;$/.exec(line);
    if (found) own.properties.set(found[1], found[2].split(' | ').filter((type) => type !== 'IdReference'));
    if (found && superseded) own.superseded.add(found[1]);
    if (found || opened) superseded = false;
    if (line.includes('@deprecated')) superseded = true;
  }
  return types;
}

/** A type and all that it inherits from. */
function lineage(type) {
  const known = types.get(type);
  return known ? [type, ...[...known.parents].flatMap(lineage)] : [];
}

/** Whether every thing of the first type is one of the second. */
export function isA(type, other) {
  return lineage(type).includes(other);
}

/** What the values of a type's property can be; nothing if it has no such property. */
export function property(type, name) {
  return lineage(type).map((one) => types.get(one).properties.get(name)).find(Boolean);
}

/** Whether schema.org has a better property in the place of this one. */
export function isSuperseded(type, name) {
  return lineage(type).some((one) => types.get(one).superseded.has(name));
}

const TEXT = (value) => typeof value === 'string' && value.trim() !== '';
const DAY = (value) => TEXT(value) && /^\d{4}-\d\d-\d\d$/.test(value)
  && new Date(`${value}T00:00Z`).toISOString().startsWith(value);
const MOMENT = (value) => TEXT(value) && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(value)
  && !Number.isNaN(Date.parse(value));

/** What the values of the plain types look like. */
export const PLAIN = {
  Text: TEXT,
  PronounceableText: TEXT,
  URL: (value) => TEXT(value) && URL.canParse(value),
  Date: DAY,
  DateTime: MOMENT,
  Number: (value) => typeof value === 'number',
  Float: (value) => typeof value === 'number',
  Integer: Number.isInteger,
  Boolean: (value) => typeof value === 'boolean',
};
