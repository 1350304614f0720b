import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, realpath, rename, rmdir, unlink, type FileHandle } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Server, utils, type SFTPWrapper } from 'ssh2';
import { fingerprint } from '../../../../activities/migration/files/sftp-session';

const { STATUS_CODE, OPEN_MODE } = utils.sftp;
const PASSWORD = 'sftp-canary-password';

/** About one pair in three hundred begins with a zero, which ssh2 leaves out and then cannot read. */
function hostKey() {
  for (;;) {
    const key = utils.generateKeyPairSync('ed25519');
    const [parsed, own] = [utils.parseKey(key.public), utils.parseKey(key.private)];
    if (!(parsed instanceof Error) && !(own instanceof Error)) return { key, parsed };
  }
}

/** A server of SFTP over a real directory, which its users see as `/`. */
export async function sftpServer(root: string) {
  await mkdir(root, { recursive: true });
  const { key, parsed } = hostKey();
  const sockets = new Set<{ end: () => void }>();
  const server = new Server({ hostKeys: [key.private] }, (client) => {
    sockets.add(client);
    // As other servers do; the types do not know of it.
    const { setNoDelay } = client as unknown as { setNoDelay: (isOn: boolean) => void };
    setNoDelay.call(client, true);
    client.on('error', () => undefined);
    client.on('close', () => sockets.delete(client));
    client.on('authentication', (context) => {
      if (context.method === 'password' && context.username === 'mover' && context.password === PASSWORD)
        context.accept();
      else context.reject(['password']);
    });
    client.on('session', (accept) => accept().on('sftp', (acceptSftp) => serve(acceptSftp(), root)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  return {
    end: { kind: 'sftp' as const, host: 'localhost', port, user: 'mover', hostKey: fingerprint(parsed.getPublicSSH()) },
    allow: `sftp://localhost:${port}/`,
    secret: JSON.stringify({ password: PASSWORD }),
    password: PASSWORD,
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.end();
        server.close(() => resolve());
      }),
  };
}

/** Answers the requests of one session. */
function serve(sftp: SFTPWrapper, root: string): void {
  const opened = new Map<number, FileHandle | { readonly path: string; done: boolean }>();
  let next = 1;
  const at = (path: string): string => join(root, join('/', path));
  const keep = (what: FileHandle | { readonly path: string; done: boolean }): Buffer => {
    opened.set(next, what);
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(next++);
    return handle;
  };
  const fileOf = (handle: Buffer): FileHandle => opened.get(handle.readUInt32BE()) as FileHandle;
  const answer = (id: number, work: () => Promise<unknown>): void => {
    const well = (result: unknown): void => {
      if (result === undefined) sftp.status(id, STATUS_CODE.OK);
    };
    const ill = (error: unknown): void => {
      const isMissing = typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
      sftp.status(id, isMissing ? STATUS_CODE.NO_SUCH_FILE : STATUS_CODE.FAILURE);
    };
    work().then(well, ill);
  };
  const attributes = async (path: string) => {
    const { mode, uid, gid, size, atimeMs, mtimeMs } = await lstat(path);
    return { mode, uid, gid, size, atime: Math.floor(atimeMs / 1000), mtime: Math.floor(mtimeMs / 1000) };
  };
  sftp.on('OPEN', (id, path, flags) =>
    answer(id, async () => {
      const wanted =
        (flags & OPEN_MODE.WRITE ? constants.O_RDWR : constants.O_RDONLY) |
        (flags & OPEN_MODE.CREAT ? constants.O_CREAT : 0) |
        (flags & OPEN_MODE.TRUNC ? constants.O_TRUNC : 0);
      sftp.handle(id, keep(await open(at(path), wanted, 0o600)));
      return true;
    }),
  );
  sftp.on('READ', (id, handle, offset, length) =>
    answer(id, async () => {
      const { bytesRead, buffer } = await fileOf(handle).read(Buffer.alloc(length), 0, length, offset);
      if (bytesRead === 0) sftp.status(id, STATUS_CODE.EOF);
      else sftp.data(id, buffer.subarray(0, bytesRead));
      return true;
    }),
  );
  sftp.on('WRITE', (id, handle, offset, data) =>
    answer(id, () =>
      fileOf(handle)
        .write(data, 0, data.length, offset)
        .then(() => undefined),
    ),
  );
  sftp.on('FSETSTAT', (id, handle, attrs) => answer(id, () => fileOf(handle).truncate(attrs.size)));
  sftp.on('CLOSE', (id, handle) =>
    answer(id, async () => {
      const what = opened.get(handle.readUInt32BE());
      opened.delete(handle.readUInt32BE());
      if (what && 'close' in what) await what.close();
    }),
  );
  sftp.on('OPENDIR', (id, path) =>
    answer(id, async () => {
      await readdir(at(path));
      sftp.handle(id, keep({ path: at(path), done: false }));
      return true;
    }),
  );
  sftp.on('READDIR', (id, handle) =>
    answer(id, async () => {
      const directory = opened.get(handle.readUInt32BE()) as { readonly path: string; done: boolean };
      if (directory.done) {
        sftp.status(id, STATUS_CODE.EOF);
        return true;
      }
      directory.done = true;
      const names = await readdir(directory.path);
      const entries = names.map(async (filename) => ({
        filename,
        longname: filename,
        attrs: await attributes(join(directory.path, filename)),
      }));
      sftp.name(id, await Promise.all(entries));
      return true;
    }),
  );
  for (const question of ['LSTAT', 'STAT'] as const)
    sftp.on(question, (id: number, path: string) =>
      answer(id, async () => {
        sftp.attrs(id, await attributes(at(path)));
        return true;
      }),
    );
  sftp.on('REALPATH', (id, path) =>
    answer(id, async () => {
      const real = (await realpath(at(path))).slice((await realpath(root)).length) || '/';
      sftp.name(id, [{ filename: real, longname: real, attrs: await attributes(at(path)) }]);
      return true;
    }),
  );
  sftp.on('REMOVE', (id, path) => answer(id, () => unlink(at(path))));
  sftp.on('RMDIR', (id, path) => answer(id, () => rmdir(at(path))));
  sftp.on('MKDIR', (id, path) => answer(id, () => mkdir(at(path)).then(() => undefined)));
  // As the protocol has it: what is there already is not replaced.
  sftp.on('RENAME', (id, from, to) =>
    answer(id, async () => {
      const taken = await lstat(at(to)).then(
        () => true,
        () => false,
      );
      if (taken) throw new Error('there is a file of that name');
      await rename(at(from), at(to));
    }),
  );
}
