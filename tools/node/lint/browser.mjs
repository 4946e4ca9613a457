// CSS and JavaScript against the browser floor.
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { ESLint } from 'eslint';
import stylelint from 'stylelint';
import { own, tools } from './files.mjs';

const describe = (file, line, text) => `${file}:${line}: ${text}`;
const configFile = join(tools, 'stylelint.config.mjs');
const eslint = new ESLint({ cwd: tools, overrideConfigFile: join(tools, 'eslint.config.mjs'), allowInlineConfig: true });
// ESLint refuses files outside its folder; as text they have none.
const report = (file, result) => result.messages.map((m) => describe(file, m.line ?? 1, `${m.message} (${m.ruleId ?? 'syntax'})`));

export async function css(files) {
  const present = own(files, '.css').filter(existsSync);
  if (present.length === 0) return [];
  const { results } = await stylelint.lint({ files: present, configFile });
  return results.flatMap((r) => r.warnings.map((w) => describe(r.source, w.line, w.text)));
}

export async function cssText(code) {
  const { results } = await stylelint.lint({ code, configFile });
  return results.flatMap((r) => r.warnings.map((w) => w.text));
}

export async function js(files) {
  const { readFile } = await import('node:fs/promises');
  const found = [];
  for (const file of own(files, '.js').filter(existsSync)) {
    const [result] = await eslint.lintText(await readFile(file, 'utf8'), { filePath: join(tools, 'page.js') });
    found.push(...report(file, result));
  }
  return found;
}

export async function jsText(code) {
  const [result] = await eslint.lintText(code, { filePath: join(tools, 'page.js') });
  return report('text', result);
}
