// Package presenter leads a visitor through an onboarding: it feeds events to
// the step machine of package flow, runs the effects that come back, and
// publishes what the screens show.
//
// It owns every goroutine behind the screens. One of them, the loop of Run,
// holds the state; one runs the engine and owns the customer; one reads the
// camera, one measures its pictures, and one watches how long the interface
// thread takes to answer. No method that a screen calls ever waits.
package presenter

import (
	"context"
	"image"
	"log/slog"
	"sync"
	"time"

	"portico/app/flow"
	"portico/app/receipt"
	"portico/app/screen"
	"portico/app/sound"
	"portico/app/staff"
	"portico/capture"
	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/guidance"
	"portico/engine/liveness"
	records "portico/engine/liveness/record"
	"portico/engine/onboarding"
	"portico/engine/trust"
	"portico/sync/audit"
	"portico/sync/outbox"
)

// Engine is what the presenter uses of onboarding.Engine.
type Engine interface {
	StartDocument(c *customer.Customer, advice customer.Advice, sources, checks []string)
	ReadPage(ctx context.Context, c *customer.Customer, photo []byte, sides []document.Side) (onboarding.PageOutcome, error)
	KeepPage(c *customer.Customer, out onboarding.PageOutcome)
	SetSelfie(ctx context.Context, c *customer.Customer, photo []byte) (onboarding.FaceOutcome, error)
	StartLiveness(c *customer.Customer)
	AddLivenessSelfie(ctx context.Context, c *customer.Customer, photo []byte, a liveness.Assertion) (onboarding.FaceOutcome, error)
	NewTake() *onboarding.Take
	AddTake(ctx context.Context, c *customer.Customer, id string, take *onboarding.Take, r records.Record) (onboarding.FaceOutcome, error)
	EvaluateLiveness(ctx context.Context, c *customer.Customer, kind liveness.Kind) (liveness.Result, error)
	InspectDocument(c *customer.Customer, now time.Time) onboarding.DocumentInspection
	Finish(c *customer.Customer, now time.Time)
	Decide(c *customer.Customer, now time.Time) trust.Verdict
}

// Cameras says which camera serves a step. Two steps with the same key share
// a stream that goes on from one to the other.
type Cameras interface {
	For(step flow.Step) (key string, open capture.Opener)
}

// Store is what the presenter uses of the store.
type Store interface {
	// Room fails with customer.ErrFull where an onboarding must not begin.
	Room(ctx context.Context) error
	Create(ctx context.Context, c *customer.Customer) error
	SaveWith(ctx context.Context, c *customer.Customer, entries ...outbox.Entry) error
	Delete(ctx context.Context, id string) error
}

// Trail takes what happens; an audit.Log is one.
type Trail interface {
	Append(ctx context.Context, e audit.Event) error
}

// Book knows whose PIN it is; a staff.Book is one.
type Book interface {
	Who(p staff.PIN) (staff.Role, error)
}

// Deps are what a presenter works with. All are required, Print and Save where
// the Setup has them.
type Deps struct {
	Engine    Engine
	Documents guidance.Locator
	Faces     guidance.FaceFinder
	Cameras   Cameras
	Store     Store
	Audit     Trail
	Versions  map[string]string                                                   // of program and models, for the trail
	Owe       func(*customer.Customer) []outbox.Entry                             // the deliveries of a finished onboarding
	Seal      func(context.Context, records.Record) ([]byte, error)               // signs what was filmed of a challenge as this kiosk
	Wake      func()                                                              // tells the outbox that there is one
	UI        func(func())                                                        // runs a function on the interface thread, without waiting
	Frame     func(*image.RGBA)                                                   // shows a live picture; called from any goroutine
	Sound     func(sound.Cue)                                                     // plays a cue, without waiting
	Print     func(ctx context.Context, r receipt.Receipt, language string) error // where Setup has a printer
	Save      func(ctx context.Context, r receipt.Receipt, language string) error // where Setup can save
	Finished  func(Outcome)                                                       // hears of every onboarding that was kept
	Staff     Book
	Office    Office
	NewID     func() string   // a UUID version 4
	Seed      func() [32]byte // chance that nobody can foresee; safe for concurrent use
	Log       *slog.Logger
}

// Outcome is a finished onboarding. Customer must not be changed or kept.
type Outcome struct {
	Customer *customer.Customer
	Screens  []ScreenTime
}

// Config tunes a presenter. Zero durations mean the defaults named.
type Config struct {
	Setup       flow.Setup
	Language    string                       // at start and after each visitor
	ConsentText func(language string) string // version of the text shown, kept with each consent
	Built       time.Time                    // when the program was made: a clock that shows less is wrong, and a colleague decides

	Idle     time.Duration // without a touch until the visitor is asked; 0 means 60 s
	IdleLeft time.Duration // to answer before everything is wiped; 0 means 20 s
	Clerk    time.Duration // without a touch a colleague is waited for; 0 means 5 min
	Result   time.Duration // a result is shown; 0 means 20 s
	Ended    time.Duration // an end without a result is shown; 0 means 10 s
	Office   time.Duration // without a touch until the staff's rooms close; 0 means 3 min
}

func (c Config) withDefaults() Config {
	set := func(d *time.Duration, to time.Duration) {
		if *d == 0 {
			*d = to
		}
	}
	set(&c.Idle, 60*time.Second)
	set(&c.IdleLeft, 20*time.Second)
	set(&c.Clerk, 5*time.Minute)
	set(&c.Result, 20*time.Second)
	set(&c.Ended, 10*time.Second)
	set(&c.Office, 3*time.Minute)
	return c
}

// Presenter leads one visitor after the other. Its methods are safe for
// concurrent use.
type Presenter struct {
	deps  Deps
	cfg   Config
	model *screen.Model

	posted chan func() // run by the loop, in order
	jobs   *jobs
	stalls *stallMeter
	done   chan struct{} // closed when Run returns

	// The loop's own.
	state    flow.State
	clock    clock
	watch    *watch
	record   *record
	shot     *image.RGBA      // the picture that an effect is about to use
	draft    *draft           // the picture that is read before it is taken; nil for none
	course   *course          // the challenge that leads the visitor; nil in other steps
	session  string           // id of the last visitor's record
	bench    *bench           // the camera that staff look through; nil elsewhere
	proposed *guidance.Limits // by a calibration of it
	retakes  map[string]int   // of this visitor, by reason
	surveyed time.Time        // when the deliveries were
	moment   *time.Timer      // until Waiting
	all      sync.WaitGroup
	busyID   int
	rest     float64 // Smile of the neutral picture
}

// New returns a presenter; Run makes it work.
func New(deps Deps, cfg Config) *Presenter {
	cfg = cfg.withDefaults()
	model := screen.NewModel(cfg.Setup, cfg.Language)
	screen.Set(model.Brand, deps.Office.Brand())
	return &Presenter{
		deps: deps, cfg: cfg, model: model,
		posted: make(chan func(), 256), jobs: newJobs(), stalls: &stallMeter{},
		done: make(chan struct{}), state: flow.Begin(cfg.Setup), retakes: map[string]int{},
	}
}

// Model returns what the screens show.
func (p *Presenter) Model() *screen.Model { return p.model }

// Occupied reports whether somebody is being onboarded.
func (p *Presenter) Occupied() bool {
	switch screen.Get(p.model.State).Step {
	case flow.Attract, flow.Welcome, flow.Result, flow.Ended, flow.Office:
		return false
	}
	return true
}

// Screens returns the screens shown since the last welcome screen.
func (p *Presenter) Screens() []ScreenTime { return p.stalls.report(time.Now()) }

// Painted says that a live picture was drawn on the screen.
func (p *Presenter) Painted() { p.stalls.painted() }

// Send reports an event of the screens.
func (p *Presenter) Send(ev flow.Event) { p.post(func() { p.clock.touch(time.Now()); p.handle(ev) }) }

// Shoot takes the newest picture.
func (p *Presenter) Shoot() {
	p.post(func() {
		p.clock.touch(time.Now())
		if p.watch != nil {
			p.take(p.watch, p.watch.newest())
		}
	})
}

// Speak changes the language until the visitor has gone.
func (p *Presenter) Speak(language string) {
	p.post(func() {
		p.clock.touch(time.Now())
		screen.Set(p.model.Language, language)
		if p.state.Room == flow.Looks {
			p.perform(flow.Survey{Room: p.state.Room, Lens: p.state.Lens})
		}
	})
}

// post has the loop run f. Once the loop has ended it does nothing.
func (p *Presenter) post(f func()) {
	select {
	case p.posted <- f:
	case <-p.done:
	}
}
