/** Preloaded into our child processes: when the launcher is gone, however it ended, so are they. */
const LIMIT_MS = 15_000;

process.once('disconnect', () => {
  setTimeout(() => process.exit(1), LIMIT_MS).unref();
  process.kill(process.pid, 'SIGTERM');
});
