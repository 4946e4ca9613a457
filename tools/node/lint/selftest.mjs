// A linter that lets everything through looks just like clean code: each of these must be refused, and plain code must pass.
import { cssText, jsText } from './browser.mjs';

const refusedCss = ['a:has(b) { color: red }', 'a { b { color: red } }', 'a { &:hover { color: red } }', 'a { color: color-mix(in srgb, red, blue) }',
  'a { height: 100dvh }', '@container (min-width: 1px) { a { color: red } }', '@layer base { a { color: red } }', 'a:dir(rtl) { color: red }',
  '@media (width >= 1px) { a { color: red } }', 'a { rotate: 45deg }'];
const passedCss = [':root { --ink: #123 }\na:focus-visible { inset-inline-start: 0; aspect-ratio: 1; color: var(--ink) }\n@media (min-width: 40em) { a:is(.b) { gap: 1rem } }'];
const refusedJs = ['structuredClone({});', '[1].at(-1);', 'const a = document.title; a.at(0);', 'Object.hasOwn({}, "a");', '[1].findLast((n) => n > 0);',
  'new URL("x").searchParams.toSorted();', 'class A { static { A.b = 1; } } new A();'];
const passedJs = ['document.querySelectorAll("a").forEach((a) => a.addEventListener("click", () => a.dataset?.name ?? "none"));',
  'fetch("/x").then((r) => r.text()).then((t) => t.replaceAll("a", "b")).catch(() => {});'];

export default async function selfTest() {
  const found = [];
  for (const code of refusedCss) if ((await cssText(code)).length === 0) found.push(`stylelint lets through: ${code}`);
  for (const code of passedCss) found.push(...(await cssText(code)).map((m) => `stylelint refuses plain CSS: ${m}`));
  for (const code of refusedJs) if ((await jsText(code)).length === 0) found.push(`eslint lets through: ${code}`);
  for (const code of passedJs) found.push(...(await jsText(code)).map((m) => `eslint refuses plain JavaScript: ${m}`));
  return found;
}
