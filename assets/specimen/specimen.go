// Package specimen draws what a machine without cameras, papers or pictures
// needs: identity cards of the country Utopia and people who never lived.
//
// Everything is computed; nothing is copied from a real document or face. The
// demonstration camera and the tests of a fresh clone live on it. Functions
// are pure, deterministic and safe for concurrent use.
package specimen
