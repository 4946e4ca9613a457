// What git tracks (or would track), so that nothing built or installed is looked at.
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const tools = dirname(dirname(fileURLToPath(import.meta.url)));
export const root = dirname(dirname(tools));

export const tracked = () => execFileSync('git', ['-C', root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'], { maxBuffer: 1 << 26 })
  .toString().split('\0').filter(Boolean);

/** Our own browser files; what others wrote (vendor, lib, *.min.*) has its own floor, stated where it is added. */
export const own = (files, extension) => files
  .filter((file) => file.startsWith('src/Marketplace.Web/') && file.endsWith(extension) && !/\.min\.|\/(lib|vendor)\//.test(file))
  .map((file) => join(root, file));
