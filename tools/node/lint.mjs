// node lint.mjs [--counts FILE]: every check that no compiler does. Quiet when fine; FILE gets "passed failed" for ./test to add up.
import { writeFileSync } from 'node:fs';
import { css, js } from './lint/browser.mjs';
import { compose, dockerfiles } from './lint/docker.mjs';
import { tracked } from './lint/files.mjs';
import { bigFiles, machinePaths, registries } from './lint/repository.mjs';
import selfTest from './lint/selftest.mjs';

const checks = {
  'linters refuse what they must': selfTest,
  'CSS within the browser floor': css,
  'JavaScript within the browser floor': js,
  'compose file': compose,
  Dockerfile: dockerfiles,
  'no machine paths': machinePaths,
  'no big files': bigFiles,
  'public registries only': registries,
};

const files = tracked();
let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  const found = await check(files).catch((error) => [error.stack]);
  if (found.length === 0) continue;
  failed++;
  console.log(`${name} [FAIL]\n${found.map((line) => `  ${line}`).join('\n')}`);
}
const at = process.argv.indexOf('--counts');
if (at > 0) writeFileSync(process.argv[at + 1], `${Object.keys(checks).length - failed} ${failed}\n`);
process.exitCode = failed ? 1 : 0;
