// What must never be committed: paths of one machine, big files, addresses of one registry.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { root } from './files.mjs';

const biggest = 25 * 1024 * 1024;
const textual = /\.(cs|cshtml|csproj|props|targets|json|m?js|css|sh|md|ya?ml|resx|sql|txt|sln|config|toml)$|^[^.]*$|\/[^./]+$/;
// A folder every machine has says nothing about this one.
const everywhere = new Set(['app', 'bin', 'data', 'etc', 'home', 'mnt', 'opt', 'root', 'src', 'srv', 'tmp', 'usr', 'var', 'workspace', 'builds', 'Users']);
const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const [first, second] = root.split('/').filter(Boolean);
// Many an XPath begins like a path into the home of root; there only hidden files count.
const here = [everywhere.has(first) ? `/${[first, second].filter(Boolean).join('/')}/` : `/${first}/`, `${homedir()}/${homedir().endsWith('root') ? '.' : ''}`, ...['home/[a-z]', 'Users/[A-Za-z]'].map((path) => `/${path}`)];
if (everywhere.has(first) && !second) here.shift();
const machinePath = new RegExp(`(?<![\\w.$}~*-])(${here.map((p, i) => (i < here.length - 2 ? escape(p) : p)).join('|')})`);

export async function machinePaths(files) {
  return files.filter((file) => textual.test(file) && existsSync(join(root, file)) && statSync(join(root, file)).size < 4e6).flatMap((file) =>
    readFileSync(join(root, file), 'utf8').split('\n').flatMap((line, i) =>
      (machinePath.test(line) ? [`${file}:${i + 1}: names a path of one machine: ${line.trim().slice(0, 120)}`] : [])));
}

export async function bigFiles(files) {
  return files.filter((file) => existsSync(join(root, file)) && statSync(join(root, file)).size > biggest)
    .map((file) => `${file}: larger than 25 MB`);
}

export async function registries(files) {
  return files.filter((file) => /(^|\/)(package-lock\.json|packages\.lock\.json|\.npmrc|nuget\.config)$/i.test(file)).flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const addresses = file.endsWith('package-lock.json') ? [...text.matchAll(/"resolved": "(.*?)"/g)].map((m) => m[1]) : text.match(/https?:\/\/[^\s"']+/g) ?? [];
    return addresses.filter((a) => !/^https:\/\/(registry\.npmjs\.org|api\.nuget\.org)\//.test(`${a}/`)).map((a) => `${file}: an address only one machine may have: ${a}`);
  });
}
