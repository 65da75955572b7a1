import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';

/** A visitor in a real browser, on the clinic's page or on the chat's own. */
export class Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  #chat: Frame;

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
    this.#chat = page.mainFrame();
  }

  static async arrive(
    browser: Browser,
    url: string,
    size = { width: 1200, height: 800 },
  ): Promise<Visitor> {
    const context = await browser.newContext({ viewport: size, deviceScaleFactor: 2 });
    const page = await context.newPage();
    await page.goto(url);
    return new Visitor(context, page);
  }

  get chat(): Frame {
    return this.#chat;
  }

  /** Presses the round button and waits for the first words. */
  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'Ask about dry needling' }).click();
    const frame = await this.page.waitForSelector('iframe').then((one) => one.contentFrame());
    if (frame === null) throw new Error('the chat has no frame');
    this.#chat = frame;
    await this.seen('.assistant');
  }

  seen(selector: string): Promise<void> {
    return this.chat.locator(selector).first().waitFor();
  }

  async type(text: string): Promise<void> {
    await this.chat.locator('textarea').fill(text);
    await this.chat.locator('textarea').press('Enter');
  }

  /** Says something and waits for the replies; returns what is newly shown. */
  async say(text: string, timeout = 20_000): Promise<string> {
    const before = await this.chat.locator('.assistant').count();
    await this.type(text);
    await this.chat.locator('.assistant').nth(before).waitFor({ timeout });
    await this.page.waitForTimeout(100);
    return (await this.chat.locator('.assistant').allInnerTexts()).slice(before).join('\n');
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
