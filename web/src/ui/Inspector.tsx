/** The step, and the selected byte: what they are, what they cost, and who wrote it. @module */
import { createMemo, For, Show } from 'solid-js'
import type { Price } from '../engine/protocol.ts'
import type { Playground } from '../state/playground.ts'
import { bytesOf, grouped, hexOf } from './figures.ts'

export function Inspector(props: { readonly playground: Playground }) {
  const { playground } = props
  const texts = playground.texts
  return (
    <section class="pane inspector scrolls" aria-label={texts().inspector} tabindex="0">
      <StepFacts playground={playground} />
      <StackList playground={playground} />
      <SelectionFacts playground={playground} />
    </section>
  )
}

function StepFacts(props: { readonly playground: Playground }) {
  const texts = props.playground.texts
  const head = () => props.playground.moment()?.head
  return (
    <Show when={head()} fallback={<p class="nothing">{texts().noRun}</p>}>
      {(at) => (
        <div class="block step-facts">
          <h2>
            {texts().step} {grouped(at().step)}
            <Show when={at().now} fallback={<span> · {texts().end}</span>}>
              {(now) => <span class="opcode"> {now().opcode}</span>}
            </Show>
          </h2>
          <Show when={at().now}>
            {(now) => (
              <>
                <dl class="facts">
                  <dt>{texts().pc}</dt>
                  <dd>{hexOf(now().pc)}</dd>
                  <dt>{texts().depth}</dt>
                  <dd>
                    {now().depth} {now().contract}
                  </dd>
                  <dt>{texts().gasLeft}</dt>
                  <dd>{grouped(now().gasLeft)}</dd>
                </dl>
                <Show when={props.playground.moment()?.price}>
                  {(price) => <PriceOf price={price()} texts={texts()} />}
                </Show>
                <Show when={now().place}>
                  {(place) => (
                    <p class="place">
                      <span class="dim">
                        {place().file}:{place().line}
                      </span>{' '}
                      <code>{place().text.trim()}</code>
                    </p>
                  )}
                </Show>
              </>
            )}
          </Show>
          <For each={props.playground.moment()?.findings ?? []}>
            {(index) => {
              const row = () => props.playground.findings()?.rows[index]
              return (
                <Show when={row()}>
                  {(finding) => (
                    <div class="finding-here">
                      <p>
                        <b class={`rule s-${finding().severity}`}>{finding().label}</b> <b>{finding().title}</b>
                      </p>
                      <p>{finding().texts[0]}</p>
                    </div>
                  )}
                </Show>
              )
            }}
          </For>
          <dl class="facts">
            <dt>{texts().size}</dt>
            <dd class="memory-size">{bytesOf(at().size)}</dd>
            <Show when={at().freePointer !== undefined}>
              <dt>{texts().freePointer}</dt>
              <dd class="free-pointer">{hexOf(at().freePointer!)}</dd>
            </Show>
          </dl>
        </div>
      )}
    </Show>
  )
}

const LINEAR = 3

/** `3·7 + ⌊7²/512⌋ = 21`: the price of so many words. */
function formula(words: number): string {
  const square = Math.floor((words * words) / 512)
  return `${LINEAR}·${grouped(words)} + ⌊${grouped(words)}²/512⌋ = ${grouped(LINEAR * words + square)}`
}

function PriceOf(props: { readonly price: Price; readonly texts: ReturnType<Playground['texts']> }) {
  return (
    <div class="price">
      <p>
        {props.texts.costs} <b class="cost">{grouped(props.price.cost)}</b> = {props.texts.base}{' '}
        {grouped(props.price.base)} + {props.texts.expansion} <b>{grouped(props.price.expansion)}</b>
      </p>
      <Show when={props.price.expansion > 0n} fallback={<p class="dim">{props.texts.noGrowth}</p>}>
        <p>{props.texts.grows(bytesOf(props.price.sizeBefore), bytesOf(props.price.sizeAfter))}</p>
        <p class="arithmetic">
          {formula(props.price.sizeAfter / 32)}
          <br />− ({formula(props.price.sizeBefore / 32)})
          <br />= {grouped(props.price.expansion)}
        </p>
      </Show>
    </div>
  )
}

/** Stack items that are drawn; the deeper ones are counted. */
const SHOWN = 24

function StackList(props: { readonly playground: Playground }) {
  const texts = props.playground.texts
  const items = () => props.playground.moment()?.stack ?? []
  return (
    <div class="block">
      <h2>
        {texts().stack} <span class="dim">{props.playground.moment()?.stackSize ?? 0}</span>
      </h2>
      <ol class="stack" start="0">
        <For each={items().slice(0, SHOWN)}>
          {({ word, role }, index) => (
            <li classList={{ operand: role !== undefined }}>
              <span class="dim">{index()}</span>{' '}
              <code title={grouped(word)} class="word">
                {hexOf(word)}
              </code>{' '}
              <Show when={role}>
                <span class="role">{role}</span>
              </Show>
            </li>
          )}
        </For>
      </ol>
      <Show when={items().length === 0}>
        <p class="dim">{texts().empty}</p>
      </Show>
    </div>
  )
}

const ADDRESS_BITS = 160n

function SelectionFacts(props: { readonly playground: Playground }) {
  const { playground } = props
  const texts = playground.texts
  const selection = () => playground.moment()?.selection
  const owner = createMemo(() => {
    const at = selection()?.offset
    const overlay = playground.overlay()
    if (at === undefined || overlay === undefined || overlay.frame !== playground.moment()?.shownFrame) return undefined
    return overlay.entries.find(({ offset, bytes }) => at >= offset && at < offset + bytes)
  })
  return (
    <Show when={selection()}>
      {(at) => (
        <div class="block selection">
          <h2>
            {texts().selection} {hexOf(at().offset, 2)}
          </h2>
          <Show when={at().byte !== undefined} fallback={<p class="dim">{texts().beyond}</p>}>
            <dl class="facts">
              <dt>{texts().byte}</dt>
              <dd class="byte-value">{hexOf(at().byte!, 2)}</dd>
              <dt>{texts().owner}</dt>
              <dd class={`owner o-${owner()?.kind ?? 'none'}`}>{owner()?.object ?? texts().nobody}</dd>
              <dt>
                {texts().word} {hexOf(at().wordOffset, 2)}
              </dt>
              <dd>
                <code class="word">{hexOf(at().word, 64)}</code>
              </dd>
              <dt>{texts().number}</dt>
              <dd class="word-number">{grouped(at().word)}</dd>
              <Show when={at().word !== 0n && at().word >> ADDRESS_BITS === 0n && at().word >> 96n !== 0n}>
                <dt>{texts().address}</dt>
                <dd>
                  <code>{hexOf(at().word, 40)}</code>
                </dd>
              </Show>
              <Show when={at().text !== ''}>
                <dt>{texts().text}</dt>
                <dd>{at().text}</dd>
              </Show>
            </dl>
            <h3>{texts().writers}</h3>
            <Show when={at().writers.length > 0} fallback={<p class="dim">{texts().neverWritten}</p>}>
              <ol class="writers">
                <For each={at().writers}>
                  {(writer) => (
                    <li classList={{ shadowed: !writer.isVisible }}>
                      <button type="button" onClick={() => void playground.goto(writer.step)}>
                        {grouped(writer.step)} {writer.opcode}
                      </button>{' '}
                      <Show when={writer.file}>
                        <span class="dim">
                          {writer.file}:{writer.line}
                        </span>{' '}
                      </Show>
                      ← {writer.from}
                    </li>
                  )}
                </For>
              </ol>
            </Show>
          </Show>
        </div>
      )}
    </Show>
  )
}
