/**
 * jest replaces a process that has grown, and learns of its size when the next file has begun in it already; that file is run
 * again elsewhere. Whatever it had started ends with the process, or it would be left over (Linux only, as the search for it).
 */
const { readdirSync, readFileSync } = require('node:fs');

function parentOf(pid) {
  try {
    return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
}

/** Those of a process, and theirs. */
function descendantsOf(pid) {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parents = new Map(all.map((name) => [Number(name), parentOf(name)]));
  const below = (one) =>
    [...parents].filter(([, parent]) => parent === one).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

function endAll() {
  for (const pid of process.platform === 'linux' ? descendantsOf(process.pid) : [])
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  process.exit(143);
}

process.once('SIGTERM', endAll);
