import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import packaged from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const INSTALLED = [
  process.env.CHROMIUM_PATH ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Without these the browser looks up hosts of its maker at every start. */
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * A real Chromium: the machine's own, else the one that ships in the npm package, else (as root on
 * Debian, when that one lacks libraries) the system's, installed. Never skips: without a browser the
 * launch fails and says so.
 */
export async function launchBrowser(): Promise<Browser> {
  const installed = INSTALLED.find((path) => path !== '' && existsSync(path));
  if (installed) return launch(installed);
  try {
    return await launch(await packaged.executablePath());
  } catch (cause) {
    if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw cause;
    execFileSync('apt-get', ['update'], { stdio: 'ignore' });
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], {
      stdio: 'ignore',
    });
    return launch('/usr/bin/chromium');
  }
}

/** The packaged browser comes with switches that turn security off: they are not used. */
function launch(executablePath: string): Promise<Browser> {
  const args = process.getuid?.() === 0 ? [...QUIET, '--no-sandbox'] : QUIET;
  return chromium.launch({ executablePath, args });
}
