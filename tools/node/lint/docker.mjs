// No engine is needed to know that the compose file and the Dockerfile are well-formed.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { root, tools } from './files.mjs';

const runTool = (name, args) => new Promise((done) => {
  execFile(process.execPath, [join(tools, 'node_modules', '.bin', name), ...args], { cwd: tools }, (error, stdout, stderr) =>
    done(error ? [`${name} ${args.at(-1)}\n${stdout}${stderr}`] : []));
});

export const compose = (files) => Promise.all(files.filter((f) => /^docker\/compose.*\.ya?ml$/.test(f))
  .map((f) => runTool('dclint', ['--config', join(tools, '.dclintrc.json'), '--max-warnings', '0', join(root, f)]))).then((all) => all.flat());

export const dockerfiles = (files) => Promise.all(files.filter((f) => /^docker\/Dockerfile[^.]*$/.test(f))
  .map((f) => runTool('dockerfilelint', ['--config', tools, join(root, f)]))).then((all) => all.flat());
