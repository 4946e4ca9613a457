// node lighthouse.mjs URL: scores (0–100) and transferred bytes of one page, as JSON, with the Chromium of this machine.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as launcher from 'chrome-launcher';
import lighthouse from 'lighthouse';

const [url] = process.argv.slice(2);
if (!url) {
  console.error('usage: node lighthouse.mjs URL');
  process.exit(2);
}

// An empty profile each time: what an earlier page cached would count as not transferred.
const profile = mkdtempSync(join(tmpdir(), 'lighthouse-'));
const chrome = await launcher.launch({
  chromePath: process.env.CHROMIUM || '/usr/bin/chromium',
  userDataDir: profile,
  chromeFlags: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
try {
  const { lhr } = await lighthouse(url, { port: chrome.port, output: 'json', logLevel: 'error', onlyCategories: ['performance', 'accessibility', 'best-practices'] });
  if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
  const score = (name) => (lhr.categories[name].score === null ? null : Math.round(lhr.categories[name].score * 100));
  const failed = Object.values(lhr.audits).filter((a) => a.score !== null && a.score < 1 && ['binary', 'metricSavings', 'numeric'].includes(a.scoreDisplayMode));
  console.log(JSON.stringify({
    performance: score('performance'),
    accessibility: score('accessibility'),
    bestPractices: score('best-practices'),
    bytes: Math.round(lhr.audits['total-byte-weight'].numericValue),
    below: failed.map((a) => a.id), // what keeps it from 100
  }));
} finally {
  await chrome.kill();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
