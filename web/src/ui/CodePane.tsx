/** The code in the forms it has: source, instructions, Yul; and the call to make. @module */
import { createEffect, createResource, createSignal, For, lazy, onCleanup, onMount, Show, Suspense } from 'solid-js'
import type { SourceKind } from '../engine/input.ts'
import { FILE_NAMES } from '../state/examples.ts'
import type { Playground } from '../state/playground.ts'
import { CallForm } from './CallForm.tsx'
import { hexOf } from './figures.ts'
import { Tabs } from './Tabs.tsx'

const Editor = lazy(() => import('./Editor.tsx'))

const KINDS: readonly SourceKind[] = ['solidity', 'yul', 'mnemonics', 'bytecode']
type CodeTab = 'source' | 'assembly' | 'yul' | 'input'

export function CodePane(props: { readonly playground: Playground }) {
  const { playground } = props
  const texts = playground.texts
  const [tab, setTab] = createSignal<CodeTab>('source')
  const names = (): CodeTab[] => [
    'source',
    'assembly',
    ...(playground.program()?.hasYul === true ? (['yul'] as const) : []),
    'input',
  ]
  const place = () => {
    const at = playground.moment()?.head.now?.place
    return at?.file === playground.input.name ? at.line : undefined
  }
  return (
    <section class="pane code" aria-label={texts().code}>
      <Tabs
        id="code"
        label={texts().code}
        names={names()}
        titles={{ source: texts().source, assembly: texts().assembly, yul: texts().yul, input: texts().input }}
        chosen={tab()}
        onChoose={setTab}
      />
      <div class="tab-body" role="tabpanel" id="code-panel" aria-labelledby={`code-${tab()}`}>
        <Show when={tab() === 'source'}>
          <div class="source-head">
            <label>
              <span class="hidden">{texts().kind}</span>
              <select
                class="kind"
                value={playground.input.kind}
                onChange={(event) => {
                  const kind = KINDS.find((one) => one === event.currentTarget.value)
                  if (kind !== undefined)
                    playground.setInput({ kind, name: FILE_NAMES[kind], others: [], remappings: [] })
                }}
              >
                <For each={KINDS}>{(kind) => <option value={kind}>{texts().kinds[kind]}</option>}</For>
              </select>
            </label>
            <span class="file">{playground.input.name}</span>
          </div>
          <Suspense
            fallback={
              <textarea
                class="plain-editor"
                aria-label={texts().source}
                spellcheck={false}
                value={playground.input.text}
                onInput={(event) => playground.setInput({ text: event.currentTarget.value })}
              />
            }
          >
            <Editor
              label={texts().source}
              kind={playground.input.kind}
              text={playground.input.text}
              line={place()}
              problems={playground.problems()}
              onText={(text) => playground.setInput({ text })}
              onRun={() => void playground.run()}
            />
          </Suspense>
        </Show>
        <Show when={tab() === 'assembly'}>
          <Instructions playground={playground} />
        </Show>
        <Show when={tab() === 'yul'}>
          <Yul playground={playground} />
        </Show>
        <Show when={tab() === 'input'}>
          <CallForm playground={playground} />
        </Show>
      </div>
    </section>
  )
}

/** Lines of Yul around the one of the step. */
const YUL_ROWS = 120

function Yul(props: { readonly playground: Playground }) {
  let list!: HTMLPreElement
  const [lines] = createResource(
    () => props.playground.moment(),
    async () => (await props.playground.yul(YUL_ROWS)) ?? [],
  )
  createEffect(() => {
    if (lines.latest !== undefined) list.querySelector('.now')?.scrollIntoView({ block: 'nearest' })
  })
  return (
    <pre class="yul" tabindex="0" ref={list}>
      <For each={lines.latest}>
        {({ line, text, isNow }) => (
          <span classList={{ now: isNow }}>
            <span class="dim">{String(line).padStart(4)}</span> {text}
            {'\n'}
          </span>
        )}
      </For>
    </pre>
  )
}

const ROW_HEIGHT = 20

function Instructions(props: { readonly playground: Playground }) {
  let list!: HTMLOListElement
  onMount(() => {
    const observer = new ResizeObserver(() => {
      const rows = Math.max(4, Math.floor(list.clientHeight / ROW_HEIGHT))
      props.playground.resize({ codeRows: rows })
    })
    observer.observe(list)
    onCleanup(() => observer.disconnect())
  })
  createEffect(() => {
    void props.playground.moment()
  })
  return (
    <ol class="instructions" ref={list}>
      <For each={props.playground.moment()?.code}>
        {({ pc, text, isNow }) => (
          <li classList={{ now: isNow }} aria-current={isNow ? 'step' : undefined}>
            <button
              type="button"
              onClick={() => void props.playground.answer('goto', `pc:${hexOf(pc)}`)}
              title={`pc:${hexOf(pc)}`}
            >
              <span class="dim">{pc.toString(16).padStart(4, '0')}</span> {text}
            </button>
          </li>
        )}
      </For>
    </ol>
  )
}
