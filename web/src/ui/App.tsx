/** The one screen. @module */
import { createEffect, createSignal, For, onCleanup, onMount, Show } from 'solid-js'
import type { Playground } from '../state/playground.ts'
import { keepLanguage, keepTheme, preferredTheme, type Theme } from '../state/preferences.ts'
import { CodePane } from './CodePane.tsx'
import { Dock } from './Dock.tsx'
import { Inspector } from './Inspector.tsx'
import { KeySheet } from './KeySheet.tsx'
import { keyOf } from './keyboard.ts'
import { LessonPane } from './LessonPane.tsx'
import { MemoryPane } from './MemoryPane.tsx'
import { PromptLine } from './PromptLine.tsx'
import { StepBar } from './StepBar.tsx'
import { Timeline } from './Timeline.tsx'
import { Toolbar } from './Toolbar.tsx'

/** What a narrow page shows one at a time. */
const VIEWS = ['code', 'memory', 'inspector'] as const
export type View = (typeof VIEWS)[number]

export function App(props: { readonly playground: Playground }) {
  const { playground } = props
  const texts = playground.texts
  const [theme, setTheme] = createSignal<Theme>(preferredTheme())
  const [view, setView] = createSignal<View>('memory')
  const [isHelp, setHelp] = createSignal(false)
  const [isDragged, setDragged] = createSignal(false)

  createEffect(() => {
    document.documentElement.dataset.theme = theme()
  })
  createEffect(() => {
    document.documentElement.lang = playground.language() === 'zh' ? 'zh-CN' : 'en'
    document.title = texts().title
  })

  const onKey = (event: KeyboardEvent) => {
    const key = keyOf(event)
    if (key === undefined || isHelp()) return
    if (key === '?') setHelp(true)
    else if (playground.program() === undefined || key === 'q') return
    else void playground.press(key)
    event.preventDefault()
  }
  onMount(() => {
    document.addEventListener('keydown', onKey)
    void playground.begin(location.hash)
  })
  onCleanup(() => document.removeEventListener('keydown', onKey))

  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setDragged(false)
    const [file] = event.dataTransfer?.files ?? []
    if (file !== undefined) void playground.openFile(file)
  }

  return (
    <div
      class="page"
      classList={{ dragged: isDragged() }}
      data-view={view()}
      data-state={playground.isBusy() ? 'busy' : playground.program() === undefined ? 'empty' : 'ready'}
      onDragOver={(event) => {
        event.preventDefault()
        setDragged(true)
      }}
      onDragLeave={() => setDragged(false)}
      onDrop={onDrop}
    >
      <a class="skip" href="#memory">
        {texts().skipToMemory}
      </a>
      <Toolbar
        playground={playground}
        theme={theme()}
        onTheme={(next) => {
          setTheme(next)
          keepTheme(next)
        }}
        onLanguage={(next) => {
          keepLanguage(next)
          void playground.speak(next)
        }}
        onHelp={() => setHelp(true)}
      />
      <Timeline playground={playground} />
      <div class="above">
        <Said playground={playground} />
        <LessonPane playground={playground} />
      </div>
      <main class="panes">
        <nav class="tabs views" aria-label={texts().title}>
          <For each={VIEWS}>
            {(name) => (
              <button type="button" aria-pressed={view() === name} onClick={() => setView(name)}>
                {texts()[name]}
              </button>
            )}
          </For>
        </nav>
        <CodePane playground={playground} />
        <MemoryPane playground={playground} />
        <Inspector playground={playground} />
      </main>
      <Dock playground={playground} />
      <StepBar playground={playground} class="sticky" />
      <PromptLine playground={playground} />
      <Show when={isHelp()}>
        <KeySheet playground={playground} onClose={() => setHelp(false)} />
      </Show>
    </div>
  )
}

/** Problems and what else there is to say: at one place, read out when it changes. */
function Said(props: { readonly playground: Playground }) {
  const { playground } = props
  const texts = playground.texts
  const place = (line: number | undefined, field: string | undefined) =>
    [field && (texts().fields[field] ?? field), line && texts().at(line)].filter(Boolean).join(' ')
  return (
    <div class="said" role="status" aria-live="polite">
      <Show when={playground.problems().length > 0}>
        <ul class="problems" aria-label={texts().problems}>
          <For each={playground.problems().slice(0, 20)}>
            {(problem) => (
              <li>
                <Show when={place(problem.line, problem.field)}>{(at) => <b>{at()}: </b>}</Show>
                {problem.text}
              </li>
            )}
          </For>
        </ul>
        <button type="button" class="quiet" onClick={() => playground.setProblems([])}>
          {texts().dismiss}
        </button>
      </Show>
      <Show when={playground.said()}>{(said) => <p>{said()}</p>}</Show>
      <Show when={playground.moment()?.notice}>{(notice) => <p>{notice()}</p>}</Show>
    </div>
  )
}
