import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A real mail server that keeps what it was sent. */
export interface MailServer {
  readonly url: string;
  /** Each mail as it crossed the network, headers and body. */
  readonly mails: string[];
  close(): Promise<void>;
}

/** Starts one; `options` decide what it refuses, as smtp-server describes them. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const mails: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onData(stream, _session, done) {
      text(stream).then((mail) => {
        mails.push(mail);
        done();
      }, done);
    },
    ...options,
  });
  // A client that drops the line is part of the tests.
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = addressOf(listening.address());
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/**
 * Stands before a mail server and drops the line once the server has taken a mail, before the sender
 * hears of it: the case in which nobody knows whether a mail has arrived.
 */
export async function startDroppingProxy(url: string): Promise<{ url: string; close(): void }> {
  const target = Number(new URL(url).port);
  const proxy = createTcpServer((client) => {
    const server = connect(target, '127.0.0.1');
    let sent = '';
    client.on('data', (bytes) => {
      sent = (sent + bytes.toString('latin1')).slice(-100);
      server.write(bytes);
    });
    server.on('data', (bytes) => {
      if (sent.includes('\r\n.\r\n')) client.destroy();
      else client.write(bytes);
    });
    for (const socket of [client, server]) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        client.destroy();
        server.destroy();
      });
    }
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return { url: `smtp://127.0.0.1:${addressOf(proxy.address()).port}`, close: () => proxy.close() };
}

/** A request as a webhook receiver got it. */
export interface ReceivedHook {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HookServer {
  readonly url: string;
  readonly hooks: ReceivedHook[];
  close(): Promise<void>;
}

/** Starts a real HTTP receiver; `answer` decides what it says to each hook, 204 unless told. */
export async function startHookServer(
  answer: (response: ServerResponse, request: IncomingMessage) => void = (response) => {
    response.writeHead(204).end();
  },
): Promise<HookServer> {
  const hooks: ReceivedHook[] = [];
  const server = createServer(async (request, response) => {
    const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
    hooks.push({ headers: Object.fromEntries(headers), body: await text(request) });
    answer(response, request);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = addressOf(server.address());
  return {
    url: `http://127.0.0.1:${port}/hook`,
    hooks,
    async close() {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The header of a mail, folded lines joined; '' when it is missing. */
export function headerOf(mail: string, name: string): string {
  const head = mail.split('\r\n\r\n', 1)[0] ?? '';
  const unfolded = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const line = unfolded.find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line?.slice(name.length + 1).trim() ?? '';
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return address;
}
