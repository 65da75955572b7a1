declare module 'text-readability' {
  const readability: {
    /** US school grade by the Flesch-Kincaid formula. */
    fleschKincaidGrade(text: string): number;
  };
  export default readability;
}
