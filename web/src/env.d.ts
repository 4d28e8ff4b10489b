/// <reference types="vite/client" />
/** Of the compiler that comes with the page; the build writes them. */
declare const __SOLC_VERSION__: string
declare const __SOLC_FILE__: string
