// The floor is Chromium 90: it has all of ES2021's syntax and library. What came later is refused by es-x (language) and compat (browser APIs).
import compat from 'eslint-plugin-compat';
import es from 'eslint-plugin-es-x';

// Iterators' new methods have the names that arrays always had; by name alone they cannot be told apart.
const sameNames = Object.fromEntries(Object.keys(es.rules).filter((name) => name.startsWith('no-iterator-prototype-')).map((name) => [`es-x/${name}`, 'off']));

export default [
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  compat.configs['flat/recommended'],
  es.configs['flat/restrict-to-es2021'],
  {
    languageOptions: { ecmaVersion: 'latest', sourceType: 'script' },
    // Without types es-x reports a.at(0) only where it can prove an array; better a false alarm than a page that is blank in WeChat.
    settings: { 'es-x': { aggressive: true } },
    rules: {
      ...sameNames,
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-undef-init': 'error',
      'no-unused-vars': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  { files: ['**/*.mjs'], languageOptions: { sourceType: 'module' } },
];
