// Package onboarding applies pictures to a customer: it has them recognised,
// keeps the findings, inspects the whole and decides.
//
// It is the one way from a picture to a decision. The kiosk, the backend, the
// command line and the demonstration all go through an Engine, so they cannot
// disagree. An Engine performs no I/O and is safe for concurrent use; a
// customer.Customer is not, so use one per goroutine.
package onboarding

import (
	"context"
	"image"
	"sync/atomic"
	"time"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/liveness"
	"portico/engine/liveness/track"
	"portico/engine/trust"
)

// DocumentReader reads one photograph of a document. It fails with
// document.ErrNoCard when there is none in the picture.
type DocumentReader interface {
	Read(ctx context.Context, photo *image.RGBA, opt document.Options) (*document.Reading, error)
}

// Faces finds, describes and compares faces.
type Faces interface {
	Find(ctx context.Context, img *image.RGBA) ([]face.Face, error)
	Template(ctx context.Context, img *image.RGBA, f face.Face) (face.Template, error)
	Attributes(ctx context.Context, img *image.RGBA, f face.Face) (face.Attributes, error)
	Compare(a, b face.Template) (face.Match, error)
}

// PassiveCheck judges from one picture whether a face is live.
type PassiveCheck interface {
	Evaluate(ctx context.Context, img *image.RGBA, f face.Face) (liveness.Result, error)
}

// Engine turns pictures into findings and findings into a decision.
type Engine struct {
	documents DocumentReader
	faces     Faces
	passive   PassiveCheck
	follower  track.Follower // nil: no cue is made of points followed in takes
	limits    imaging.Limits
	rules     *atomic.Pointer[trust.Set]
	versions  map[string]string
}

// New returns an engine over its parts that decides by the standard rules.
func New(d DocumentReader, f Faces, p PassiveCheck, limits imaging.Limits) *Engine {
	return (&Engine{documents: d, faces: f, passive: p, limits: limits}).WithRules(trust.StandardSet())
}

// WithRules returns an engine of the same parts that decides by other rules.
func (e *Engine) WithRules(rules *trust.Set) *Engine {
	other := *e
	other.rules = &atomic.Pointer[trust.Set]{}
	other.Rule(rules)
	return &other
}

// Rule has e, and whoever was made of it by WithVersions, decide by other rules
// from now on. It is safe for concurrent use.
func (e *Engine) Rule(by *trust.Set) { e.rules.Store(by) }

// WithFollower returns an engine of the same parts that follows points of the
// face through takes.
func (e *Engine) WithFollower(f track.Follower) *Engine {
	other := *e
	other.follower = f
	return &other
}

// WithVersions returns an engine of the same parts whose verdicts name the
// versions of its models, which the caller must not change.
func (e *Engine) WithVersions(models map[string]string) *Engine {
	other := *e
	other.versions = models
	return &other
}

// Code says why a readable picture was of no use, in the contract's words.
type Code string

// The in-band codes. Nothing is kept of a picture that got one.
const (
	NoCard Code = "NO_CARD_CORNERS_DETECTED"
	NoFace Code = "NO_FACE_DETECTED"
	Unfit  Code = "INVALID_DATA" // a liveness record that cannot be judged, or came before
)

// Warnings of the contract.
const (
	TypeNotRecognized = "DOCUMENT_TYPE_NOT_RECOGNIZED"
	TypeMismatch      = "DOCUMENT_TYPE_MISMATCH_BETWEEN_PAGES"
	MissingFront      = "MISSING_FRONT_PAGE"
	MultipleFaces     = "MULTIPLE_FACES_DETECTED"
)

// jpegQuality is for pictures the engine cuts out itself: visually lossless,
// and the portrait is compared from the pixels, not from this copy.
const jpegQuality = 95

// FaceOutcome is what became of a picture of a face.
type FaceOutcome struct {
	Face     face.Face
	Code     Code
	Warnings []string
	Millis   map[string]float64 // of decode, detect, template, attributes, passive
}

// PageOutcome is what became of a picture of a page.
type PageOutcome struct {
	Page     *customer.Page
	Reading  *document.Reading
	Code     Code
	Warnings []string
	Millis   map[string]float64 // of decode, locate, mrz, viz, …

	photo, normalized, portrait []byte // that KeepPage attaches
}

// stopwatch adds up the time of stages, in milliseconds.
type stopwatch map[string]float64

func (w stopwatch) time(stage string) func() {
	start := time.Now()
	return func() { w[stage] += float64(time.Since(start).Microseconds()) / 1000 }
}
