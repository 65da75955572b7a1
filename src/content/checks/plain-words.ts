/** Markdown as it is read aloud: without marks, links and emphasis; one string a paragraph or item. */
export function readableBlocks(markdown: string): readonly string[] {
  return markdown
    .split(/\n\s*\n|\n(?=\s*(?:[-*]|\d+\.)\s)/)
    .map((block) =>
      block
        .replace(/\[\^\w+\]/g, '')
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .replace(/^\s*(?:[-*]|\d+\.)\s+/, '')
        .replace(/[*_`#]/g, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((block) => block !== '');
}

/** Sentences of a block. A full stop inside a number or an abbreviation of one letter ends none. */
export function sentencesOf(block: string): readonly string[] {
  return block
    .split(/(?<=[.!?])(?<!\b\w\.)(?<!\be\.g\.|\bi\.e\.)\s+(?=[\p{Lu}“"(\d])/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

export function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
