import { mkdir } from 'node:fs/promises';
import { buildAssets } from '../../src/commands/assets.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { startTestServer } from '../helpers/footnote.ts';
import { Visitor } from '../helpers/visitor.ts';

/** `npm run screenshots`: the pictures of the README and of `docs/`, from the real thing. */
const SIZES = {
  desktop: { width: 1100, height: 780 },
  phone: { width: 390, height: 844 },
} as const;

await mkdir('docs/images', { recursive: true });
await buildAssets();
const server = await startTestServer();
const browser = await launchBrowser();
for (const [name, size] of Object.entries(SIZES)) {
  const visitor = await Visitor.arrive(browser, server.url, size);
  const shoot = (what: string) => visitor.page.screenshot({ path: `docs/images/${what}.png` });
  await visitor.open();
  await visitor.say('sore after needling, how long??');
  await visitor.page.waitForTimeout(400);
  await shoot(name);
  await visitor.say('cant catch my breath since yesterday');
  await visitor.page.waitForTimeout(400);
  await shoot(`urgent-${name}`);
  await visitor.close();
}
const visitor = await Visitor.arrive(browser, server.url, SIZES.phone);
await visitor.open();
for (const text of [
  "I'd like to book, it's Ana, 020 7946 0958, any Tuesday morning",
  'I am new here',
  'Does it hurt?',
  'heel',
  'Yes, send all of it',
]) {
  await visitor.say(text);
}
await visitor.page.waitForTimeout(400);
await visitor.page.screenshot({ path: 'docs/images/booking-phone.png' });
await browser.close();
await server.stop();
