/** Every key and what it does. @module */
import { For, onMount } from 'solid-js'
import type { Playground } from '../state/playground.ts'

export function KeySheet(props: { readonly playground: Playground; readonly onClose: () => void }) {
  let dialog!: HTMLDialogElement
  onMount(() => {
    dialog.showModal()
    void props.playground.loadKeys()
  })
  return (
    <dialog ref={dialog} class="sheet" aria-label={props.playground.texts().help} onClose={() => props.onClose()}>
      <h2>{props.playground.texts().help}</h2>
      <table>
        <tbody>
          <For each={props.playground.keys()?.filter(({ keys }) => !['q', 'Tab', 'z s'].includes(keys))}>
            {({ keys, text }) => (
              <tr>
                <th scope="row">
                  <For each={keys.split(/ +/)}>{(key) => <kbd>{key}</kbd>}</For>
                </th>
                <td>{text}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
      <form method="dialog">
        <button type="submit">{props.playground.texts().close}</button>
      </form>
    </dialog>
  )
}
