/** The page. @module */
import { render } from 'solid-js/web'
import { createPlayground } from './state/playground.ts'
import { preferredLanguage } from './state/preferences.ts'
import './style.css'
import { App } from './ui/App.tsx'

const playground = createPlayground(preferredLanguage())
render(() => <App playground={playground} />, document.getElementById('app')!)

if ('serviceWorker' in navigator && import.meta.env.PROD)
  // A page without one works as well, while there is a network.
  window.addEventListener('load', () => navigator.serviceWorker.register('serviceWorker.js').catch(() => {}))
