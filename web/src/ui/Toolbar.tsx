/** What is run and how, and what concerns the whole page. @module */
import type { Language } from 'memlane/view'
import { For, Show } from 'solid-js'
import { LESSON_TITLES } from '../lessons/titles.ts'
import { EXAMPLES, inputOf } from '../state/examples.ts'
import type { Playground } from '../state/playground.ts'
import type { Theme } from '../state/preferences.ts'

export function Toolbar(props: {
  readonly playground: Playground
  readonly theme: Theme
  readonly onTheme: (theme: Theme) => void
  readonly onLanguage: (language: Language) => void
  readonly onHelp: () => void
}) {
  const { playground } = props
  const texts = playground.texts
  let file!: HTMLInputElement

  const share = async () => {
    const hash = await playground.link()
    history.replaceState(null, '', hash)
    try {
      await navigator.clipboard.writeText(location.href)
      playground.setSaid(texts().copied)
    } catch {
      playground.setSaid(texts().linkShown)
    }
  }

  const save = async () => {
    const blob = await playground.save()
    if (blob === undefined) return
    const url = URL.createObjectURL(blob)
    const link = document.createElement('a')
    link.href = url
    link.download = `${playground.input.name.replace(/\.\w+$/, '')}.memlane`
    link.click()
    URL.revokeObjectURL(url)
  }

  return (
    <header class="toolbar">
      <h1>
        Memlane <span class="tagline">{texts().tagline}</span>
      </h1>
      <label>
        <span class="hidden">{texts().example}</span>
        <select
          class="examples"
          onChange={(event) => {
            const example = EXAMPLES[Number(event.currentTarget.value)]
            event.currentTarget.value = ''
            if (example === undefined) return
            playground.take(inputOf(example))
            void playground.run()
          }}
        >
          <option value="">{texts().example} …</option>
          <For each={EXAMPLES}>{({ name }, index) => <option value={index()}>{name}</option>}</For>
        </select>
      </label>
      <label>
        <span class="hidden">{texts().lesson}</span>
        <select
          class="lessons"
          onChange={(event) => {
            const { value } = event.currentTarget
            event.currentTarget.value = ''
            if (value !== '') void playground.startLesson(value)
          }}
        >
          <option value="">{texts().lesson} …</option>
          <For each={LESSON_TITLES}>
            {({ id, title }, index) => (
              <option value={id}>
                {index() + 1}. {title[playground.language()]}
              </option>
            )}
          </For>
        </select>
      </label>
      <Show
        when={playground.isBusy()}
        fallback={
          <button type="button" class="run" onClick={() => void playground.run()}>
            ▶ {texts().run}
          </button>
        }
      >
        <button type="button" class="run" onClick={() => playground.stop()}>
          ■ {texts().stop}
        </button>
      </Show>
      <span class="grow" />
      <button type="button" onClick={() => file.click()}>
        {texts().open}
      </button>
      <input
        ref={file}
        class="hidden"
        type="file"
        tabindex={-1}
        aria-label={texts().open}
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? []
          event.currentTarget.value = ''
          if (chosen !== undefined) void playground.openFile(chosen)
        }}
      />
      <button type="button" disabled={playground.program() === undefined} onClick={() => void save()}>
        {texts().save}
      </button>
      <button type="button" class="share" onClick={() => void share()}>
        {texts().share}
      </button>
      <button
        type="button"
        class="language"
        lang={playground.language() === 'zh' ? 'en' : 'zh-CN'}
        onClick={() => props.onLanguage(playground.language() === 'zh' ? 'en' : 'zh')}
      >
        {texts().language}
      </button>
      <button type="button" class="theme" onClick={() => props.onTheme(props.theme === 'dark' ? 'light' : 'dark')}>
        {props.theme === 'dark' ? texts().theme.light : texts().theme.dark}
      </button>
      <button type="button" class="help" onClick={() => props.onHelp()} title={`${texts().help} (?)`}>
        ?<span class="hidden"> {texts().help}</span>
      </button>
    </header>
  )
}
