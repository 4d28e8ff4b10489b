/** The editor: loaded after the page is there. @module */

import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import {
  bracketMatching,
  HighlightStyle,
  StreamLanguage,
  type StreamParser,
  syntaxHighlighting,
} from '@codemirror/language'
import { type Diagnostic, setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState, StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { solidity } from '@replit/codemirror-lang-solidity'
import { createEffect, onCleanup, onMount } from 'solid-js'
import type { SourceKind } from '../engine/input.ts'
import type { Problem } from '../engine/protocol.ts'

const setLine = StateEffect.define<number | undefined>()
const lineNow = Decoration.line({ class: 'line-now' })

/** The line of source that the step belongs to. */
const currentLine = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(decorations, transaction) {
    let next = decorations.map(transaction.changes)
    for (const effect of transaction.effects) {
      if (!effect.is(setLine)) continue
      const line = effect.value
      const { doc } = transaction.state
      next =
        line === undefined || line < 1 || line > doc.lines
          ? Decoration.none
          : Decoration.set([lineNow.range(doc.line(line).from)])
    }
    return next
  },
  provide: (field) => EditorView.decorations.from(field),
})

/** Yul, mnemonics and bytecode need no grammar: comments, numbers and words tell enough. */
const words: StreamParser<null> = {
  startState: () => null,
  token(stream) {
    if (stream.eatSpace()) return null
    if (stream.match(/^(\/\/|;|#).*/)) return 'comment'
    if (stream.match(/^"[^"]*"/)) return 'string'
    if (stream.match(/^0x[0-9a-fA-F]+|^\d+/)) return 'number'
    if (stream.match(/^@?[A-Za-z_$][\w$.]*:/)) return 'labelName'
    if (stream.match(/^[A-Z][A-Z0-9]+\b/)) return 'keyword'
    if (stream.match(/^(let|function|if|for|switch|case|default|leave|break|continue|object|code|data)\b/))
      return 'keyword'
    if (stream.match(/^@?[A-Za-z_$][\w$.]*/)) return 'variableName'
    stream.next()
    return null
  },
}

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--code-keyword)' },
  { tag: [tags.number, tags.bool], color: 'var(--code-number)' },
  { tag: tags.string, color: 'var(--code-string)' },
  { tag: tags.comment, color: 'var(--dim)' },
  { tag: [tags.typeName, tags.labelName], color: 'var(--code-type)' },
])

function languageOf(kind: SourceKind) {
  return kind === 'solidity' ? solidity : StreamLanguage.define(words)
}

export default function Editor(props: {
  readonly label: string
  readonly kind: SourceKind
  readonly text: string
  readonly line: number | undefined
  readonly problems: readonly Problem[]
  readonly onText: (text: string) => void
  readonly onRun: () => void
}) {
  let holder!: HTMLDivElement
  let view: EditorView | undefined
  const language = new Compartment()
  const attributes = new Compartment()

  onMount(() => {
    view = new EditorView({
      parent: holder,
      state: EditorState.create({
        doc: props.text,
        extensions: [
          lineNumbers(),
          history(),
          drawSelection(),
          bracketMatching(),
          currentLine,
          language.of(languageOf(props.kind)),
          attributes.of(
            EditorView.contentAttributes.of({ 'aria-label': props.label, spellcheck: 'false', tabindex: '0' }),
          ),
          syntaxHighlighting(colours),
          keymap.of([
            {
              key: 'Mod-Enter',
              run: () => {
                props.onRun()
                return true
              },
            },
            // Escape leaves the editor, so that Tab and the page's keys work again.
            {
              key: 'Escape',
              run: ({ contentDOM }) => {
                contentDOM.blur()
                return true
              },
            },
            ...defaultKeymap,
            ...historyKeymap,
            indentWithTab,
          ]),
          EditorView.updateListener.of(({ docChanged, state }) => {
            if (docChanged) props.onText(state.doc.toString())
          }),
        ],
      }),
    })
  })
  onCleanup(() => view?.destroy())

  createEffect(() => {
    const { text } = props
    if (view !== undefined && view.state.doc.toString() !== text)
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
  })
  createEffect(() => {
    view?.dispatch({ effects: language.reconfigure(languageOf(props.kind)) })
  })
  createEffect(() => {
    const named = EditorView.contentAttributes.of({ 'aria-label': props.label, spellcheck: 'false', tabindex: '0' })
    view?.dispatch({ effects: attributes.reconfigure(named) })
  })
  createEffect(() => {
    const { line } = props
    if (view === undefined) return
    view.dispatch({ effects: setLine.of(line) })
    // A line that is on the screen stays where it is.
    if (line !== undefined && line <= view.state.doc.lines)
      view.dispatch({
        effects: EditorView.scrollIntoView(view.state.doc.line(line).from, { y: 'nearest', yMargin: 40 }),
      })
  })
  createEffect(() => {
    const { problems } = props
    if (view === undefined) return
    const { doc } = view.state
    const found = problems.flatMap((problem): Diagnostic[] => {
      if (problem.line === undefined || problem.line > doc.lines) return []
      const line = doc.line(problem.line)
      const from = Math.min(line.to, line.from + Math.max(0, (problem.column ?? 1) - 1))
      return [{ from, to: line.to, severity: 'error', message: problem.text }]
    })
    view.dispatch(setDiagnostics(view.state, found))
  })
  return <div class="editor" ref={holder} />
}
