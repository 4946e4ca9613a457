// The floor is Chromium 90 (WeChat's built-in browser), read from "browserslist" in package.json.
// The plug-in knows features by caniuse's names and misses some syntax altogether; those are forbidden by name below, with the version that brought them.
import { readFileSync } from 'node:fs';

const { browserslist: floor } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

export default {
  plugins: ['stylelint-no-unsupported-browser-features'],
  rules: {
    'plugin/no-unsupported-browser-features': [true, { browsers: floor, severity: 'error', ignorePartialSupport: true }],
    'max-nesting-depth': [0, { message: 'Nesting needs Chromium 112' }],
    'selector-disallowed-list': [['/&/'], { message: 'Nesting needs Chromium 112' }],
    'selector-pseudo-class-disallowed-list': [['has', 'dir', 'modal', 'popover-open', 'user-invalid', 'user-valid', 'state', 'host-context'],
      { message: 'Needs a Chromium later than 90' }], // 105, 120, 105, 114, 119, 119, 125
    'function-disallowed-list': [['color-mix', 'oklch', 'oklab', 'lch', 'lab', 'color', 'light-dark', 'linear', 'round', 'mod', 'rem', 'sin', 'cos',
      'anchor', 'if'], { message: 'Needs a Chromium later than 90' }], // 111, 111, 111, 111, 111, 111, 123, 113, 125 …
    'at-rule-disallowed-list': [['container', 'layer', 'scope', 'starting-style', 'view-transition', 'nest', 'position-try', 'import'],
      { message: 'Needs a Chromium later than 90, or a second request' }], // 105, 99, 118, 117, 126; @import only delays
    'unit-disallowed-list': [['dvh', 'dvw', 'svh', 'svw', 'lvh', 'lvw', 'cqw', 'cqh', 'cqi', 'cqb', 'lh', 'rlh', 'ic', 'cap'],
      { message: 'Needs a Chromium later than 90' }], // 108, 105, 109, 106
    'property-disallowed-list': [['translate', 'rotate', 'scale', 'container', 'container-type', 'container-name', 'anchor-name'],
      { message: 'Needs a Chromium later than 90' }], // 104, 105, 125
    'media-feature-range-notation': 'prefix', // (width >= 600px) needs 104
    'block-no-empty': true,
    'color-no-invalid-hex': true,
    'declaration-block-no-duplicate-properties': [true, { ignore: ['consecutive-duplicates-with-different-values'] }],
    'no-duplicate-selectors': true,
    'no-invalid-double-slash-comments': true,
    'property-no-unknown': true,
    'selector-pseudo-class-no-unknown': true,
    'unit-no-unknown': true,
  },
  reportDescriptionlessDisables: true,
  reportNeedlessDisables: true,
};
