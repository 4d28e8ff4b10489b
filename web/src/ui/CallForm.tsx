/** What is called, with what, by whom, and by which rules. @module */
import { FORK_NAMES } from 'memlane/opcodes'
import { For, type JSX, Show } from 'solid-js'
import type { Parameter } from '../engine/protocol.ts'
import type { Playground } from '../state/playground.ts'

export function CallForm(props: { readonly playground: Playground }) {
  const { playground } = props
  const texts = playground.texts
  const { input, setInput } = playground
  const isSolidity = () => input.kind === 'solidity'
  const contracts = () => playground.choices()?.contracts ?? []
  const contract = () => {
    const wanted = input.contract === '' ? playground.choices()?.contract : input.contract
    return contracts().find(({ name }) => name === wanted)
  }
  const called = () => {
    const wanted = input.call === '' ? playground.choices()?.signature : input.call
    return contract()?.functions.find(({ signature }) => signature === wanted)
  }
  return (
    <form
      class="call"
      onSubmit={(event) => {
        event.preventDefault()
        void playground.run()
      }}
    >
      <Show when={isSolidity()}>
        <Field label={texts().contract}>
          <select
            value={input.contract}
            onChange={(event) =>
              setInput({
                contract: event.currentTarget.value,
                call: '',
                callArguments: [],
                constructorArguments: [],
                calldata: '',
              })
            }
          >
            <option value="">{texts().automatic}</option>
            <For each={contracts()}>{({ name }) => <option value={name}>{name}</option>}</For>
          </select>
        </Field>
        <Arguments
          title={texts().constructorArguments}
          parameters={contract()?.constructorInputs ?? []}
          values={input.constructorArguments}
          onChange={(values) => setInput({ constructorArguments: values })}
        />
        <Field label={texts().function}>
          <select
            class="function"
            value={input.call}
            onChange={(event) => setInput({ call: event.currentTarget.value, callArguments: [], calldata: '' })}
          >
            <option value="">{texts().automatic}</option>
            <For each={contract()?.functions}>{({ signature }) => <option value={signature}>{signature}</option>}</For>
          </select>
        </Field>
        <Arguments
          title={texts().argumentsOf}
          parameters={called()?.inputs ?? []}
          values={input.callArguments}
          onChange={(values) => setInput({ callArguments: values })}
        />
      </Show>
      <Field label={texts().calldata}>
        <textarea
          class="calldata"
          rows={2}
          spellcheck={false}
          placeholder="0x"
          value={input.calldata}
          onInput={(event) => setInput({ calldata: event.currentTarget.value })}
        />
      </Field>
      <Field label={texts().value}>
        <input
          type="text"
          spellcheck={false}
          placeholder={texts().valueHint}
          value={input.value}
          onInput={(event) => setInput({ value: event.currentTarget.value })}
        />
      </Field>
      <Field label={texts().from}>
        <input
          type="text"
          spellcheck={false}
          placeholder="0x…ca11e"
          value={input.from}
          onInput={(event) => setInput({ from: event.currentTarget.value })}
        />
      </Field>
      <Field label={texts().gasLimit}>
        <input
          type="text"
          spellcheck={false}
          placeholder="30,000,000"
          value={input.gas}
          onInput={(event) => setInput({ gas: event.currentTarget.value })}
        />
      </Field>
      <Field label={texts().fork}>
        <select
          class="fork"
          value={input.fork}
          onChange={(event) => {
            const fork = FORK_NAMES.find((name) => name === event.currentTarget.value)
            if (fork !== undefined) setInput({ fork })
          }}
        >
          <For each={[...FORK_NAMES].reverse()}>{(name) => <option value={name}>{name}</option>}</For>
        </select>
      </Field>
      <Show when={isSolidity()}>
        <Field label={texts().solc}>
          <input
            type="text"
            class="solc"
            spellcheck={false}
            placeholder={texts().solcHint(__SOLC_VERSION__)}
            value={input.solc}
            onInput={(event) => setInput({ solc: event.currentTarget.value })}
          />
        </Field>
      </Show>
      <label class="check">
        <input
          type="checkbox"
          checked={input.optimize}
          onChange={(event) => setInput({ optimize: event.currentTarget.checked })}
        />
        {texts().optimize}
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={input.viaIr}
          onChange={(event) => setInput({ viaIr: event.currentTarget.checked })}
        />
        {texts().viaIr}
      </label>
      <button type="submit" class="run-call" disabled={playground.isBusy()}>
        ▶ {texts().run}
      </button>
    </form>
  )
}

function Field(props: { readonly label: string; readonly children: JSX.Element }) {
  return (
    <label class="field">
      <span>{props.label}</span>
      {props.children}
    </label>
  )
}

function Arguments(props: {
  readonly title: string
  readonly parameters: readonly Parameter[]
  readonly values: readonly string[]
  readonly onChange: (values: string[]) => void
}) {
  return (
    <Show when={props.parameters.length > 0}>
      <fieldset class="arguments">
        <legend>{props.title}</legend>
        <For each={props.parameters}>
          {({ name, type }, index) => (
            <Field label={name === '' ? type : `${name}: ${type}`}>
              <input
                type="text"
                class="argument"
                spellcheck={false}
                value={props.values[index()] ?? ''}
                onInput={(event) => {
                  const values = props.parameters.map((_, at) => props.values[at] ?? '')
                  values[index()] = event.currentTarget.value
                  props.onChange(values)
                }}
              />
            </Field>
          )}
        </For>
      </fieldset>
    </Show>
  )
}
