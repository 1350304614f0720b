/**
 * Loads each library once for a process of jest, by Node itself, where jest's own runtime would load all of them again
 * for each file of tests. Our own modules are still made anew for each file; only what the compiler made of them is
 * kept. Everything lives in the realm of the process (`environment.js`), so an `Error` is the same one everywhere.
 */
const { createRequire } = require('node:module');
const { compileFunction, constants } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

const LIBRARY = /[\\/]node_modules[\\/]/;

class SharedLibraries extends Runtime {
  constructor(...parts) {
    super(...parts);
    this.executor.compile = compileOnce;
  }

  requireModule(from, name, options, isRequireActual) {
    const path = name !== undefined && !options?.isInternalModule && this.outside(from, name);
    return path ? createRequire(from)(path) : super.requireModule(from, name, options, isRequireActual);
  }

  /** What Node loads: its own modules and libraries. */
  outside(from, name) {
    if (this._resolution.isCoreModule(name)) return name;
    const path = this._resolution.resolveCjs(from, name);
    return LIBRARY.test(path) ? path : undefined;
  }
}

const compiled = new Map();

/** A compiled module keeps nothing between two calls: each call makes a module of its own. */
function compileOnce(source, filename) {
  const known = compiled.get(filename);
  if (known?.source === source) return known.module;
  const module = compileFunction(source, this.injectedModuleParameters, {
    filename,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  compiled.set(filename, { source, module });
  return module;
}

module.exports = { __esModule: true, default: SharedLibraries };
