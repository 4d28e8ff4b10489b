/**
 * What only the page can say: sentences in `texts/`.
 * @module
 */
export type PageReason = 'needsBuildInfo' | 'noSuchSolc' | 'tooLarge' | 'noRecording' | 'notARecording' | 'noCode'

export class PageError extends Error {
  override readonly name = 'PageError'
  readonly reason: PageReason
  readonly facts: Readonly<Record<string, string>>

  constructor(reason: PageReason, facts: Readonly<Record<string, string>> = {}) {
    super(reason)
    this.reason = reason
    this.facts = facts
  }
}
