/**
 * Fetches a part of the page again while the page is in sight. It does not count as being active, and
 * waits while somebody is in that part, whose focus it would take away.
 */
export function keepLive(): void {
  for (const part of document.querySelectorAll<HTMLElement>('[data-live]')) {
    const every = Number(part.dataset.every ?? '30') * 1_000;
    const timer = setInterval(async () => {
      if (document.hidden || part.contains(document.activeElement)) return;
      const answer = await fetch(part.dataset.live ?? '').catch(() => null);
      if (answer?.ok) part.innerHTML = await answer.text();
      else if (answer?.status === 401) clearInterval(timer);
    }, every);
  }
}
