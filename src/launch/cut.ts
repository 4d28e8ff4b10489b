/**
 * Texts in names and sentences, which no input makes long.
 * @module
 */

/** At most so many characters; what was cut off is shown as `…`. */
export function cut(text: string, characters: number): string {
  if (text.length <= characters) return text
  // Twice as many units hold them all, and no more is looked at.
  const shown = [...text.slice(0, 2 * characters)]
  return shown.length <= characters && text.length <= 2 * characters
    ? text
    : `${shown.slice(0, characters - 1).join('')}…`
}
