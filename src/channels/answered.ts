/** Remembered in each process: the last repeats come within seconds, so a thousand is plenty. */
const MOST = 1000;

/**
 * What has been answered lately. Channels send an activity again when they are unsure that it
 * arrived; the turn is then the saved one, and its replies need no second sending. After a restart
 * they are sent again rather than never.
 */
export class Answered {
  readonly #keys = new Set<string>();

  /** Does the work unless it has been done, or is being done, for this key. */
  async once(key: string, work: () => Promise<void>): Promise<void> {
    if (this.#keys.has(key)) return;
    this.#keys.add(key);
    try {
      await work();
    } catch (error) {
      this.#keys.delete(key);
      throw error;
    }
    const [oldest] = this.#keys;
    if (this.#keys.size > MOST && oldest !== undefined) this.#keys.delete(oldest);
  }
}
