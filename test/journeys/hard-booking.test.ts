import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { buildAssets } from '../../src/commands/assets.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { startTestServer, type TestServer } from '../helpers/footnote.ts';
import { type MailServer, startMailServer } from '../helpers/receivers.ts';
import { Visitor } from '../helpers/visitor.ts';

describe('A visitor who makes it hard', function () {
  this.timeout(90_000);
  let browser: Browser;
  let server: TestServer;
  let mail: MailServer;

  before(async () => {
    await buildAssets();
    mail = await startMailServer();
    browser = await launchBrowser();
    server = await startTestServer({
      SMTP_URL: mail.url,
      MAIL_FROM: 'assistant@clinic.example',
      MAIL_TO: 'reception@clinic.example',
    });
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    await mail?.close();
  });

  it('books with a digression, a bad number, a way back, a correction, a near miss and a restart', async () => {
    const visitor = await Visitor.arrive(browser, server.url);
    await visitor.open();
    await visitor.say('Book an appointment');
    await visitor.say('I am new here');
    const digression = await visitor.say('Does dry needling hurt?');
    expect(digression, 'answers, then asks again').to.match(/small prick[\s\S]*name/i);
    await visitor.say('Ana Example');
    expect(await visitor.say('12'), 'a number that is none').to.match(/phone|e-mail/i);
    await visitor.say('020 7946 0958');
    expect(await visitor.say('back'), 'one step back').to.match(/phone|e-mail/i);
    await visitor.say('020 7946 0123');
    await server.restart();
    await visitor.say('any Tuesday morning');
    const reason = await visitor.say('my calf is killing me on hills');
    expect(reason, 'an idiom is no emergency').to.not.include('Call 999 now');
    await visitor.say('Yes, but leave out the health part');
    const corrected = await visitor.say('change my name');
    expect(corrected).to.match(/name/i);
    const summary = await visitor.say('Anna Example');
    expect(summary).to.include('Anna Example').and.include('020 7946 0123');
    const booked = await visitor.say('yes');
    expect(booked).to.match(/\bDN-[0-9A-Z]{4}\b/);
    expect(mail.mails.join()).to.not.include('calf');
    await visitor.close();
  });

  it('begins the aftercare check from the leaflet, once however often it is reloaded', async () => {
    const visitor = await Visitor.arrive(browser, `${server.url}/chat?start=aftercare`, {
      width: 390,
      height: 844,
    });
    await visitor.chat.locator('.assistant').nth(2).waitFor();
    const begun = await visitor.chat.locator('.assistant').allInnerTexts();
    await visitor.page.reload();
    await visitor.chat.locator('.assistant').nth(2).waitFor();
    await visitor.page.waitForTimeout(500);
    expect(await visitor.chat.locator('.assistant').allInnerTexts()).to.deep.equal(begun);
    await visitor.close();
  });

  it('is shown on a page of another origin only when that origin is allowed', async () => {
    const { headers } = await fetch(`${server.url}/chat`);
    expect(headers.get('content-security-policy')).to.include(
      `frame-ancestors 'self' ${server.url}`,
    );
  });
});
