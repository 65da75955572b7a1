/** Where else than at its beginning a formula may start; full-width signs count as well. */
const FORMULA = /([;|\t\r\n][^\S\t\r\n]*)(?=[=+\-@＝＋－＠])/g;

/**
 * A cell that no spreadsheet runs, besides its beginning, which csv-stringify sees to: where people
 * write a comma in figures, theirs parts cells at `;`, so that a formula may begin in the middle.
 */
export function safeCell(text: string): string {
  return text.replace(FORMULA, "$1'");
}
