// Writes a digest of 2,300 short articles, one for each two days or so: enough that its search index has parts.
//
//     node months.mjs FOLDER

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const COUNT = 2300;
const FIRST = Date.UTC(2009, 0, 5);
const LAST = Date.UTC(2024, 10, 20);

const folder = process.argv[2];
mkdirSync(join(folder, 'content/articles'), { recursive: true });
writeFileSync(join(folder, 'site.toml'), 'title = "Months"\nbase_url = "https://months.example"\n\n[feeds]\nsections = []\n');
for (let number = 1; number <= COUNT; number += 1) {
  const day = new Date(FIRST + Math.round(((LAST - FIRST) * (number - 1)) / (COUNT - 1))).toISOString().slice(0, 10);
  const rare = number % 300 === 1 ? ' Lighthouse.' : '';
  const text = `+++\ntitle = "Report ${number}"\ndate = ${day}\n+++\nThe ferry sails at ${number}.${rare}\n`;
  writeFileSync(join(folder, `content/articles/report-${number}.md`), text);
}
