const OFF = 'footnote-keys';

/** j and k move, Enter opens (as on any link), e marks as reviewed. They can be switched off (WCAG 2.1.4). */
export function watchKeys(): void {
  const hint = document.querySelector<HTMLElement>('[data-keys]');
  const toggle = document.querySelector<HTMLButtonElement>('[data-keys-toggle]');
  if (!hint || !toggle) return;
  hint.hidden = false;
  const show = () => toggle.setAttribute('aria-pressed', String(areOn()));
  show();
  toggle.addEventListener('click', () => {
    if (areOn()) localStorage.setItem(OFF, 'off');
    else localStorage.removeItem(OFF);
    show();
  });
  document.addEventListener('keydown', (event) => {
    const typing =
      event.target instanceof Element && event.target.closest('input, select, textarea');
    const combined = event.ctrlKey || event.metaKey || event.altKey;
    if (typing || combined || event.repeat || !areOn()) return;
    if (act(event.key)) event.preventDefault();
  });
}

function areOn(): boolean {
  return localStorage.getItem(OFF) !== 'off';
}

function act(key: string): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
  if (key === 'j') return rows.length > 0 ? step(rows, 1) : follow('next');
  if (key === 'k') return rows.length > 0 ? step(rows, -1) : follow('prev');
  if (key === 'e') return review(rows);
  return false;
}

function current(rows: readonly HTMLElement[]): number {
  return rows.findIndex((row) => row.contains(document.activeElement));
}

function step(rows: readonly HTMLElement[], by: number): boolean {
  const at = current(rows);
  const to = at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by));
  rows[to]?.querySelector<HTMLElement>('[data-open]')?.focus();
  return true;
}

function follow(rel: string): boolean {
  const link = document.querySelector<HTMLAnchorElement>(`a[rel="${rel}"]`);
  link?.click();
  return link !== null;
}

/** On a conversation's page the form goes on to the next; in the list the row stays in sight. */
function review(rows: readonly HTMLElement[]): boolean {
  const row = rows[current(rows)];
  const form = (row ?? document).querySelector<HTMLFormElement>('[data-review] form');
  if (!form || (rows.length > 0 && !row)) return false;
  if (row) void reviewInPlace(rows, row, form);
  else form.requestSubmit();
  return true;
}

async function reviewInPlace(
  rows: readonly HTMLElement[],
  row: HTMLElement,
  form: HTMLFormElement,
): Promise<void> {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) fields.set(name, String(value));
  const answer = await fetch(form.action, { method: 'POST', body: fields, redirect: 'manual' });
  if (answer.type !== 'opaqueredirect') return location.reload();
  row.classList.add('done');
  step(rows, 1);
}
