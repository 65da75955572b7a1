const WARN_BEFORE = 2 * 60_000;

/** Warns two minutes before the session ends, and lets one stay (WCAG 2.2.1). */
export function watchIdle(): void {
  const { idle, idleWarning, idleStay } = document.body.dataset;
  if (idle === undefined) return;
  const dialog = makeDialog(idleWarning ?? '', idleStay ?? '', async () => {
    const answer = await fetch('/staff/stay', { method: 'POST', redirect: 'manual' });
    // A redirect that was not followed means yes; anything else, that the session is over.
    if (answer.type === 'opaqueredirect') begin();
    else location.reload();
  });
  let warning = 0;
  let end = 0;
  const begin = () => {
    clearTimeout(warning);
    clearTimeout(end);
    warning = window.setTimeout(() => dialog.showModal(), Math.max(0, Number(idle) - WARN_BEFORE));
    // What patients wrote does not stay on a screen that nobody looks at.
    end = window.setTimeout(() => location.reload(), Number(idle) + 1_000);
  };
  begin();
}

function makeDialog(text: string, stay: string, onStay: () => Promise<void>): HTMLDialogElement {
  const dialog = document.createElement('dialog');
  const words = document.createElement('p');
  words.textContent = text;
  words.id = 'idle-words';
  dialog.setAttribute('aria-labelledby', words.id);
  const button = document.createElement('button');
  button.textContent = stay;
  button.className = 'main';
  button.addEventListener('click', () => {
    dialog.close();
    void onStay();
  });
  dialog.append(words, button);
  document.body.append(dialog);
  return dialog;
}
