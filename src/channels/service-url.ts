/** Hosts that Microsoft's channels ask to be answered at, whole or by their ending. */
const MICROSOFT = [
  /(^|\.)botframework\.(com|us|azure\.us)$/,
  /^smba\.trafficmanager\.net$/,
  /(^|\.)infra\.(gcc|gov|dod)\.teams\.microsoft\.(com|us)$/,
];
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** True when replies may be sent to this serviceUrl: https at a host of Microsoft's. */
export function isMicrosoft(serviceUrl: string): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const { protocol, hostname, username, port } = new URL(serviceUrl);
  const plain = username === '' && port === '';
  return protocol === 'https:' && plain && MICROSOFT.some((host) => host.test(hostname));
}

/** True for an address on this machine, where the Bot Framework Emulator waits for replies. */
export function isLoopback(url: string): boolean {
  return URL.canParse(url) && LOOPBACK.has(new URL(url).hostname);
}

/** True for the far end of a connection that never left this machine. */
export function isLoopbackPeer(address: string | undefined): boolean {
  return address !== undefined && /^(127\.|::1$|::ffff:127\.)/.test(address);
}
