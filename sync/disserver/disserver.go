// Package disserver answers the Digital Identity Service contract over the
// engine and a store of customers.
//
// It answers what it computes and nothing else: an operation it does not
// implement is not found, a value that was not computed is absent. Each
// resource of the contract has a file. No log line holds a name, a number, a
// picture or a token; no answer holds the text of an internal error.
package disserver

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"
	"golang.org/x/time/rate"

	"portico/engine/customer"
	"portico/engine/document/chip"
	"portico/engine/document/template"
	"portico/engine/onboarding"
	"portico/sync/audit"
	"portico/sync/disapi"
	"portico/sync/store"
	"portico/sync/token"
)

// Config is what a server works with. Engine, Store, Shelf and Tokens are
// required.
type Config struct {
	Engine *onboarding.Engine
	Store  customer.Store
	Shelf  store.Shelf  // for faces and sessions
	Tokens token.Finder // who may come in

	Rate  float64 // requests a second of one token; 0 means no bound
	Burst int     // how many of them may come at once; 0 means 100

	Faces     onboarding.Faces // for the operations on faces without a customer; nil leaves them out
	Info      disapi.ActuatorInfo
	Templates []template.Template // what GET metadata lists
	Limits    disapi.Limits       // of a request body
	// Authorities are whose signatures on chip data are trusted; without any,
	// chip data are never called authentic.
	Authorities []chip.Certificate
	// Devices are the keys of the kiosks whose liveness records are taken.
	Devices []ed25519.PublicKey
	// RecordAge is how long after its challenge a record is taken: as long as
	// a kiosk may wait for its delivery. 0 means 30 days.
	RecordAge time.Duration

	Slots int           // recognitions at a time, each with one decoded picture; 0 means 2
	Bytes int64         // of request bodies at a time, as sent; 0 means 256 MiB
	Queue time.Duration // longest wait for either, then 429; 0 means 6 seconds
	// Idle is asked before a recognition; while it says no, requests wait as
	// in the queue. A kiosk says no while somebody is being captured, so that
	// the backend inside it takes no time from them. nil means always.
	Idle func() bool

	Clock func() time.Time // nil means time.Now
	NewID func() string    // a UUID version 4; nil means uuid.NewString
	// Random makes session tokens and challenges; nil means crypto/rand.Reader.
	Random io.Reader
	Log    *slog.Logger // nil means slog.Default()

	// Download fetches a picture that a request names the address of, with the
	// errors of package download; nil means that none is fetched.
	Download func(ctx context.Context, address string) ([]byte, error)

	// Watch is told of every request, and what it returns of the answer; the
	// request it returns goes on. nil means that nobody watches.
	Watch func(r *http.Request, operation string) (*http.Request, func(status int))
	// Audit is told what becomes of customers; nil means nobody is.
	Audit func(context.Context, audit.Event) error
}

type server struct {
	Config
	pool  pool
	rates *rates // of tokens

	guesses *rates // of addresses, for requests without a good token
}

// handler answers one operation: with a body, or with nil for 204. A *problem
// among its errors says what to tell the client.
type handler func(*http.Request) (body any, err error)

// New returns the handler of all routes.
func New(cfg Config) http.Handler {
	if cfg.Slots == 0 {
		cfg.Slots = 2
	}
	if cfg.RecordAge == 0 {
		cfg.RecordAge = 30 * 24 * time.Hour
	}
	if cfg.Bytes == 0 {
		cfg.Bytes = 256 << 20
	}
	if cfg.Queue == 0 {
		cfg.Queue = 6 * time.Second
	}
	if cfg.Idle == nil {
		cfg.Idle = func() bool { return true }
	}
	if cfg.Clock == nil {
		cfg.Clock = time.Now
	}
	if cfg.NewID == nil {
		cfg.NewID = uuid.NewString
	}
	if cfg.Random == nil {
		cfg.Random = rand.Reader
	}
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	if cfg.Watch == nil {
		cfg.Watch = func(r *http.Request, _ string) (*http.Request, func(int)) { return r, func(int) {} }
	}
	if cfg.Audit == nil {
		cfg.Audit = func(context.Context, audit.Event) error { return nil }
	}
	if cfg.Burst == 0 {
		cfg.Burst = 100
	}
	s := &server{
		Config: cfg, pool: newPool(cfg.Slots, cfg.Bytes, cfg.Idle),
		rates: newRates(rate.Limit(cfg.Rate), cfg.Burst), guesses: newRates(guessesEach, guessesBurst),
	}
	mux := http.NewServeMux()
	operations := s.operations()
	for _, r := range disapi.Routes() {
		if h, ok := operations[r.Operation]; ok {
			mux.Handle(pattern(r), s.route(r, h))
		}
	}
	for _, more := range []map[disapi.Route]handler{s.predecessors(), s.successors()} {
		for r, h := range more {
			mux.Handle(pattern(r), s.route(r, h))
		}
	}
	mux.Handle("/", s.unknown(mux))
	return s.dress(mux)
}

// pattern spells a route for the multiplexer, whose parameters are identifiers.
func pattern(r disapi.Route) string {
	return r.Method + " " + strings.Replace(r.Path, "{page-type}", "{side}", 1)
}
