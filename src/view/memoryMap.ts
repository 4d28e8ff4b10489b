/**
 * The typed map as rows for people and as a JSON document.
 * @module
 */
