/** Preloaded into our child processes: when the launcher is gone, however it ended, so are they. */
const LIMIT_MS = 15_000;

process.once('disconnect', () => {
  setTimeout(() => process.exit(1), LIMIT_MS).unref();
  process.kill(process.pid, 'SIGTERM');
});
// Listening keeps the channel, and with it a process that has done its work, alive.
process.channel?.unref();
