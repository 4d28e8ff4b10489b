/** The lesson that is taken: what there is to see at this step. @module */
import { For, Show } from 'solid-js'
import { LESSON_TITLES } from '../lessons/titles.ts'
import type { Playground } from '../state/playground.ts'

export function LessonPane(props: { readonly playground: Playground }) {
  const { playground } = props
  const texts = playground.texts
  return (
    <Show when={playground.lesson()}>
      {(lesson) => {
        const title = () => LESSON_TITLES.find(({ id }) => id === lesson().of.id)?.title[playground.language()]
        const count = () => lesson().of.steps.length
        const turn = (by: number) => void playground.tourTo(lesson().of, lesson().index + by)
        return (
          <section class="lesson" aria-label={texts().lesson} data-step={lesson().index}>
            <h2>
              {title()} <span class="dim">{texts().stepOf(String(lesson().index + 1), String(count()))}</span>
            </h2>
            <p aria-live="polite">
              {/* Code stands between backticks: every other part. */}
              <For each={lesson().text.split('`')}>
                {(part, index) => (index() % 2 === 0 ? part : <code>{part}</code>)}
              </For>
            </p>
            <div class="lesson-turns">
              <button type="button" class="lesson-back" disabled={lesson().index === 0} onClick={() => turn(-1)}>
                {texts().previous}
              </button>
              <button
                type="button"
                class="lesson-next"
                disabled={lesson().index === count() - 1}
                onClick={() => turn(1)}
              >
                {texts().next}
              </button>
              <button type="button" class="quiet lesson-leave" onClick={() => playground.leaveLesson()}>
                {texts().leave}
              </button>
            </div>
          </section>
        )
      }}
    </Show>
  )
}
