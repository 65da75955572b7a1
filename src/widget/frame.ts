/**
 * The typed messages between the clinic's page and the chat in its frame. Both ends check where a
 * message comes from before they read it, and read only these shapes.
 */
export type FrameMessage =
  /** Page to frame: the panel was opened; put the cursor in the input. */
  | { readonly footnote: 'opened' }
  /** Frame to page: the visitor pressed Esc or the close button. */
  | { readonly footnote: 'close' }
  /** Frame to page: a reply arrived; shown as a dot on the launcher while the panel is closed. */
  | { readonly footnote: 'reply' };

/** Reads a message, or null when it is not one of ours. */
export function readFrameMessage(data: unknown): FrameMessage | null {
  if (typeof data !== 'object' || data === null || !('footnote' in data)) return null;
  const kind = data.footnote;
  if (kind === 'opened' || kind === 'close' || kind === 'reply') return { footnote: kind };
  return null;
}
