/**
 * Runs a file of tests in the realm of the process itself; the next file finds the environment variables as they were. Tests and
 * hooks have longer than they ask for: what is late on a busy machine is not wrong.
 */
const { LegacyFakeTimers, ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');
require('./end-children');

const PATIENCE = 3;
/** What jest leaves in a realm, which it takes to end with the file: handlers of one file would go on in the next. */
const LEFT_BY_A_FILE = ['EVENT_HANDLERS', 'TEST_TIMEOUT_SYMBOL', 'RETRY_TIMES'].map((name) => Symbol.for(name));
const timerConfig = { idToRef: (id) => id, refToId: (timer) => timer };

class ProcessEnvironment {
  constructor({ projectConfig: config }) {
    const global = globalThis;
    this.global = global;
    this.moduleMocker = new ModuleMocker(global);
    this.fakeTimers = new LegacyFakeTimers({ config, global, moduleMocker: this.moduleMocker, timerConfig });
    this.fakeTimersModern = new ModernFakeTimers({ config, global });
    this.variables = { ...process.env };
    this.granted = new WeakSet();
  }

  handleTestEvent({ name, test, hook }, { testTimeout }) {
    const asking = name === 'test_start' ? test : name === 'hook_start' ? hook : undefined;
    // A hook begins many times.
    if (!asking || this.granted.has(asking)) return;
    this.granted.add(asking);
    asking.timeout = PATIENCE * (asking.timeout ?? testTimeout);
  }

  setup() {
    return Promise.resolve();
  }

  teardown() {
    this.fakeTimers.dispose();
    this.fakeTimersModern.dispose();
    for (const left of LEFT_BY_A_FILE) delete globalThis[left];
    for (const name of Object.keys(process.env)) if (!(name in this.variables)) delete process.env[name];
    Object.assign(process.env, this.variables);
    return Promise.resolve();
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return globalThis;
  }
}

module.exports = ProcessEnvironment;
