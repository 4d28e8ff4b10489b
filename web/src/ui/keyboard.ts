/**
 * Keys of the page as the debugger names them: the same as in the terminal.
 * @module
 */

const NAMED: Readonly<Record<string, string>> = {
  ArrowDown: 'down',
  ArrowUp: 'up',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  PageUp: 'pageup',
  PageDown: 'pagedown',
  Escape: 'escape',
}

/** `undefined` where the key belongs to what has the focus, or to the browser. */
export function keyOf(event: KeyboardEvent): string | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return undefined
  const { target } = event
  if (target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable], dialog'))
    return undefined
  const named = NAMED[event.key]
  if (named !== undefined) {
    // Arrows move between tabs and rows that have the focus.
    const isElsewhere = target instanceof HTMLElement && target.closest('[role="tablist"], .scrolls') !== null
    return isElsewhere ? undefined : named
  }
  return [...event.key].length === 1 && event.key !== ' ' ? event.key : undefined
}
